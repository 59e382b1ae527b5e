package dev.npymap.model;

import java.util.Optional;
import java.util.stream.Stream;

/// NumPy's names and letters for dtypes, on 64-bit Linux.
final class DtypeNames {
    private DtypeNames() {
    }

    /// The dtype of a name: `float64`, `intp`, `str`; also `bfloat16`, `float8_e4m3fn` and the like, which NumPy knows
    /// where ml_dtypes is imported.
    static Optional<Dtype> word(String word) {
        return Optional.ofNullable(switch (word) {
            case "bool", "bool_" -> Dtype.BOOL;
            case "byte", "int8" -> Dtype.INT8;
            case "ubyte", "uint8" -> Dtype.UINT8;
            case "short", "int16" -> Dtype.INT16;
            case "ushort", "uint16" -> Dtype.UINT16;
            case "intc", "int32" -> Dtype.INT32;
            case "uintc", "uint32" -> Dtype.UINT32;
            case "int", "int_", "intp", "int64", "long", "longlong" -> Dtype.INT64;
            case "uint", "uintp", "uint64", "ulong", "ulonglong" -> Dtype.UINT64;
            case "half", "float16" -> Dtype.FLOAT16;
            case "single", "float32" -> Dtype.FLOAT32;
            case "double", "float", "float64" -> Dtype.FLOAT64;
            case "longdouble", "float128" -> Dtype.LONGDOUBLE;
            case "csingle", "complex64" -> Dtype.COMPLEX64;
            case "cdouble", "complex", "complex128" -> Dtype.COMPLEX128;
            case "clongdouble", "complex256" -> Dtype.COMPLEX256;
            case "bytes", "bytes_" -> Dtype.bytes(0);
            case "str", "str_", "unicode" -> Dtype.text(0);
            case "void" -> Dtype.raw(0);
            case "object", "object_" -> Dtype.OBJECT;
            case "bfloat16" -> Dtype.BFLOAT16;
            default -> null;
        }).or(() -> Stream.of(Float8.values()).filter(format -> word.equals(format.toString())).findFirst()
                .map(Dtype::float8));
    }

    /// The dtype of a letter without a size: `d`, `l`, `?`.
    static Optional<Dtype> letter(char letter) {
        return Optional.ofNullable(switch (letter) {
            case '?' -> Dtype.BOOL;
            case 'b' -> Dtype.INT8;
            case 'B' -> Dtype.UINT8;
            case 'h' -> Dtype.INT16;
            case 'H' -> Dtype.UINT16;
            case 'i' -> Dtype.INT32;
            case 'I' -> Dtype.UINT32;
            case 'l', 'q', 'n', 'p' -> Dtype.INT64;
            case 'L', 'Q', 'N', 'P' -> Dtype.UINT64;
            case 'e' -> Dtype.FLOAT16;
            case 'f' -> Dtype.FLOAT32;
            case 'd' -> Dtype.FLOAT64;
            case 'g' -> Dtype.LONGDOUBLE;
            case 'F' -> Dtype.COMPLEX64;
            case 'D' -> Dtype.COMPLEX128;
            case 'G' -> Dtype.COMPLEX256;
            case 'S', 'a' -> Dtype.bytes(0);
            case 'c' -> Dtype.bytes(1);
            case 'U' -> Dtype.text(0);
            case 'V' -> Dtype.raw(0);
            case 'O', 'T' -> Dtype.OBJECT;
            default -> null;
        });
    }
}
