package dev.npymap.array;

/// Complex numbers: both parts as floats of their own, the imaginary one with a sign and `j`.
final class ComplexFormat implements ElementFormat {
    private final FloatFormat re;
    private final FloatFormat im;
    private final long half;

    ComplexFormat(NdArray data, Display options) {
        this.half = data.dtype().byteSize() / 2;
        this.re = new FloatFormat(part(data, 0), options, options.sign());
        this.im = new FloatFormat(part(data, half), options, Display.Sign.ALWAYS);
    }

    private static NdArray part(NdArray data, long offset) {
        Dtype dtype = switch ((int) data.dtype().byteSize()) {
            case 8 -> Dtype.FLOAT32;
            case 16 -> Dtype.FLOAT64;
            default -> Dtype.LONGDOUBLE;
        };
        Layout a = data.layout();
        return a.with(a.offset() + offset, dtype.withOrder(data.dtype().byteOrder()), a.shape(), a.strides()).view();
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
