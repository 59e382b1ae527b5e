package dev.npymap.internal.npy;

/// What the headers of all format versions have in common, and where they differ.
public final class HeaderFormat {
    /// The bytes that tell the length of every header. A file may have fewer.
    public static final int PREFIX_LENGTH = 12;

    /// The longest text of a header, in bytes: what a Java array can hold.
    public static final int MAX_TEXT_LENGTH = Integer.MAX_VALUE - 64;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_QUOTATION = 120;

    private HeaderFormat() {
    }

    /// {@return the six bytes that every file begins with}
    public static byte[] magic() {
        return MAGIC.clone();
    }

    /// {@return where the text begins in a version, in bytes}
    public static int textStart(int major) {
        return major == 1 ? 10 : 12;
    }

    /// {@return a text, or its beginning if it is too long for a message}
    public static String brief(String text) {
        return text.length() <= LONGEST_QUOTATION ? text : text.substring(0, LONGEST_QUOTATION) + "...";
    }
}
