package dev.npymap.model;

import dev.npymap.internal.python.PythonText;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads dtype texts as `numpy.dtype(text)` does on 64-bit Linux: codes, names, and comma-separated lists.
final class DtypeText {
    private static final Pattern CODE = Pattern.compile("([<>=|]?)([a-zA-Z?])([0-9]*)");
    private static final Pattern TIME = Pattern
            .compile("([<>=|]?)(?:([mM])(?:8|$)|(datetime64|timedelta64))(?:\\[([0-9]*)([a-zA-Zμ]+)(?:/([0-9]+))?])?");
    private static final Pattern ITEM = Pattern
            .compile("([<>=|]?+)(?:(?:(0|[1-9][0-9]*+)|\\(([0-9, ]*+)\\)) *+)?+([<>=|]?+)(.+)");

    private DtypeText() {
    }

    static Dtype parse(String text) {
        if (text.indexOf(',') >= 0) {
            return commaList(text);
        }
        return scalar(text);
    }

    private static Dtype scalar(String text) {
        Optional<Dtype> word = DtypeNames.word(text);
        if (word.isPresent()) {
            return word.get();
        }
        Matcher time = TIME.matcher(text);
        if (time.matches()) {
            return time(text, time);
        }
        Matcher code = CODE.matcher(text);
        if (!code.matches()) {
            throw unknown(text);
        }
        char letter = code.group(2).charAt(0);
        Dtype dtype = code.group(3).isEmpty()
                ? DtypeNames.letter(letter).orElseThrow(() -> unknown(text))
                : sized(text, letter, size(text, code.group(3)));
        return code.group(1).equals(">") ? dtype.withOrder(ByteOrder.BIG_ENDIAN) : dtype;
    }

    private static Dtype sized(String text, char letter, long size) {
        return switch (letter) {
            case 'S', 'a' -> Dtype.bytes(size);
            case 'U' -> {
                if (size > Integer.MAX_VALUE / 4) {
                    throw unknown(text);
                }
                yield Dtype.text(size);
            }
            case 'V' -> Dtype.raw(size);
            default -> switch (letter + Long.toString(size)) {
                case "b1" -> Dtype.BOOL;
                case "i1" -> Dtype.INT8;
                case "i2" -> Dtype.INT16;
                case "i4" -> Dtype.INT32;
                case "i8" -> Dtype.INT64;
                case "u1" -> Dtype.UINT8;
                case "u2" -> Dtype.UINT16;
                case "u4" -> Dtype.UINT32;
                case "u8" -> Dtype.UINT64;
                case "f2" -> Dtype.FLOAT16;
                case "f4" -> Dtype.FLOAT32;
                case "f8" -> Dtype.FLOAT64;
                case "f16" -> Dtype.LONGDOUBLE;
                case "c8" -> Dtype.COMPLEX64;
                case "c16" -> Dtype.COMPLEX128;
                case "c32" -> Dtype.COMPLEX256;
                case "O4", "O8" -> Dtype.OBJECT;
                default -> throw unknown(text);
            };
        };
    }

    private static Dtype time(String text, Matcher m) {
        boolean datetime = m.group(3) != null ? m.group(3).startsWith("d") : m.group(2).equals("M");
        Dtype.Kind kind = datetime ? Dtype.Kind.DATETIME : Dtype.Kind.TIMEDELTA;
        long multiple = m.group(4) == null || m.group(4).isEmpty() ? 1 : size(text, m.group(4));
        DatetimeUnit unit = m.group(5) == null ? DatetimeUnit.GENERIC : unit(text, m.group(5));
        long divisor = m.group(6) == null ? 1 : size(text, m.group(6));
        Dtype dtype = divide(text, kind, unit, multiple, divisor);
        return ">".equals(m.group(1)) ? dtype.withOrder(ByteOrder.BIG_ENDIAN) : dtype;
    }

    /// NumPy reads `[s/2]` as `[500ms]`, in the first of two or three finer units that the divisor divides.
    private static Dtype divide(String text, Dtype.Kind kind, DatetimeUnit unit, long multiple, long divisor) {
        if (multiple < 1 || divisor < 1) {
            throw unknown(text);
        }
        if (divisor == 1) {
            return time(text, kind, unit, multiple);
        }
        int[] finer = finer(unit);
        for (int step = 0; step < finer.length; step++) {
            if (finer[step] % divisor == 0) {
                DatetimeUnit smaller = DatetimeUnit.values()[unit.ordinal() + 1 + step];
                return time(text, kind, smaller, multiple * (finer[step] / divisor));
            }
        }
        throw unknown(text);
    }

    /// How many of each of the next finer units NumPy counts in one unit: a year is 12 months, 52 weeks or 365 days.
    private static int[] finer(DatetimeUnit unit) {
        return switch (unit) {
            case YEAR -> new int[]{12, 52, 365};
            case MONTH -> new int[]{4, 30, 720};
            case WEEK -> new int[]{7, 168, 10_080};
            case DAY -> new int[]{24, 1440, 86_400};
            case HOUR -> new int[]{60, 3600};
            case MINUTE -> new int[]{60, 60_000};
            case FEMTOSECOND -> new int[]{1000};
            case ATTOSECOND, GENERIC -> new int[0];
            default -> new int[]{1000, 1_000_000};
        };
    }

    private static Dtype time(String text, Dtype.Kind kind, DatetimeUnit unit, long multiple) {
        if (multiple > Integer.MAX_VALUE) {
            throw unknown(text);
        }
        return Dtype.time(kind, unit, (int) multiple);
    }

    private static DatetimeUnit unit(String text, String symbol) {
        for (DatetimeUnit unit : DatetimeUnit.values()) {
            if (unit.symbol().equals(symbol.replace('μ', 'u'))
                    || unit == DatetimeUnit.GENERIC && symbol.equals("generic")) {
                return unit;
            }
        }
        throw unknown(text);
    }

    /// `i4,(2,3)f8`: fields `f0`, `f1` and so on. Commas inside parentheses separate no fields.
    private static Dtype commaList(String text) {
        if (text.startsWith(" ")) {
            throw unknown(text);
        }
        List<Field> fields = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? ',' : text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && (depth == 0 || i == text.length())) {
                boolean trailing = i == text.length() && start > 0 && text.substring(start).isBlank();
                if (!trailing) {
                    fields.add(item(text, text.substring(start, i).strip(), "f" + fields.size()));
                }
                if (i == text.length() && start == 0) {
                    // A sub-array is a dtype in NumPy, but not of an array's elements.
                    throw unknown(text);
                }
                start = i + 1;
            }
        }
        return Dtype.struct(fields.toArray(Field[]::new));
    }

    private static Field item(String text, String item, String name) {
        Matcher m = ITEM.matcher(item);
        if (!m.matches()) {
            throw unknown(text);
        }
        Dtype dtype = scalar(m.group(1) + m.group(4) + m.group(5));
        boolean counted = m.group(2) != null;
        if (isUnsized(dtype) && (counted || m.group(3) != null)) {
            if (!counted) {
                throw unknown(text);
            }
            Dtype sized = sized(text, dtype.descr().charAt(1), size(text, m.group(2)));
            return Field.of(name, sized.withOrder(dtype.byteOrder()));
        }
        if (counted) {
            return Field.of(name, dtype, size(text, m.group(2)));
        }
        return m.group(3) == null ? Field.of(name, dtype) : Field.of(name, dtype, dims(text, m.group(3)));
    }

    /// Whether a count in front of the dtype is its size, not a shape.
    private static boolean isUnsized(Dtype dtype) {
        return dtype.byteSize() == 0 && dtype.kind() != Dtype.Kind.STRUCT;
    }

    private static long[] dims(String text, String list) {
        String[] dims = list.isBlank() ? new String[0] : list.split(",");
        long[] lengths = new long[dims.length];
        for (int axis = 0; axis < dims.length; axis++) {
            lengths[axis] = size(text, dims[axis].strip());
        }
        return lengths;
    }

    private static long size(String text, String digits) {
        if (!digits.matches("[0-9]{1,10}") || Long.parseLong(digits) > Integer.MAX_VALUE) {
            throw unknown(text);
        }
        return Long.parseLong(digits);
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException(PythonText.quote(text) + " is not a dtype of NumPy");
    }
}
