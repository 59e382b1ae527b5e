package dev.npymap.text;

import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;

/// Times, complex numbers in records, nested records, raw bytes, sub-arrays.
final class OtherCells extends Cells {
    private final boolean subArrays;

    OtherCells(NdArray piece, boolean subArrays) {
        super(piece);
        this.subArrays = subArrays;
    }

    @Override
    NdArray element(int cell) {
        return subArrays ? piece().select(0, cell) : super.element(cell);
    }

    @Override
    String text(int cell) {
        return subArrays ? element(cell).toString() : super.text(cell);
    }

    @Override
    String repr(int cell) {
        return subArrays ? element(cell).repr() : super.repr(cell);
    }

    @Override
    double number(int cell, PrintfSpecification c) {
        return real(c).number(cell, c);
    }

    @Override
    void integer(TextBuffer out, int cell, PrintfSpecification c) {
        requireDecimal(c);
        real(c).integer(out, cell, c);
    }

    /// The real parts; Python drops the imaginary part of a complex number in a record.
    private Cells real(PrintfSpecification c) {
        if (subArrays || piece().dtype().kind() != Dtype.Kind.COMPLEX) {
            throw mismatch(c);
        }
        return Cells.of(piece().asComplex().real());
    }
}
