package dev.npymap.internal.display;

import dev.npymap.internal.memory.Layout;

/// Complex numbers: each part in a float format of its own, the imaginary one with a sign and `j`.
final class ComplexFormat implements ElementFormat {
    private final FloatFormat re;
    private final FloatFormat im;
    private final long half;

    ComplexFormat(Layout data, DisplayOptions options) {
        this.half = data.dtype().byteSize() / 2;
        this.re = new FloatFormat(data.real(), options, options.plus());
        this.im = new FloatFormat(data.imag(), options, "+");
    }

    @Override
    public void append(StringBuilder out, long at) {
        re.append(out, at);
        im.append(out, at + half);
        int end = out.length();
        while (Character.isWhitespace(out.charAt(end - 1))) {
            end--;
        }
        out.insert(end, 'j');
    }
}
