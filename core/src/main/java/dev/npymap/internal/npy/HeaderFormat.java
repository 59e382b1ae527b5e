package dev.npymap.internal.npy;

/// The properties of headers, common to all format versions or specific to one.
public final class HeaderFormat {
    /// The number of bytes that determine the length of a header in every version. A file may have fewer.
    public static final int PREFIX_LENGTH = 12;

    /// The longest text of a header in bytes, limited by the length of a Java array.
    public static final int MAX_TEXT_LENGTH = Integer.MAX_VALUE - 64;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_QUOTATION = 120;

    private HeaderFormat() {
    }

    /// {@return the six bytes at the beginning of every file}
    public static byte[] magic() {
        return MAGIC.clone();
    }

    /// {@return the offset of the text in a version's header, in bytes}
    public static int textStart(int major) {
        return major == 1 ? 10 : 12;
    }

    /// {@return a text, truncated if it is too long for a message}
    public static String brief(String text) {
        return text.length() <= LONGEST_QUOTATION ? text : text.substring(0, LONGEST_QUOTATION) + "...";
    }
}
