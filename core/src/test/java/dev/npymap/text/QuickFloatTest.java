package dev.npymap.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.internal.decimal.QuickFloat;
import dev.npymap.internal.decimal.ScaledDigits;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Floats and digits by one multiplication are those of exact arithmetic.
class QuickFloatTest {
    private static final Random RANDOM = TextOracle.random("QuickFloatTest");

    private final QuickFloat quick = new QuickFloat();

    private boolean check(String text) {
        byte[] bytes = ("#" + text + "#").getBytes(StandardCharsets.US_ASCII);
        boolean known = quick.parse(bytes, 1, bytes.length - 1);
        if (known) {
            assertEquals(Double.doubleToRawLongBits(Double.parseDouble(text)),
                    Double.doubleToRawLongBits(quick.value()),
                    text);
        }
        return known;
    }

    @Test
    void readsTheNearestFloat() {
        int known = 0;
        for (int n = 0; n < 200_000; n++) {
            double value = WriteOracleTest.number(RANDOM);
            if (!Double.isFinite(value)) {
                continue;
            }
            known += check("%.18e".formatted(value)) ? 1 : 0;
            known += check(Double.toString(value)) ? 1 : 0;
            known += check(RANDOM.nextLong() + "e" + (RANDOM.nextInt(700) - 350)) ? 1 : 0;
        }
        assertTrue(known > 300_000, known + " are known");
    }

    @Test
    void readsMiddlesBetweenFloats() {
        for (int n = 0; n < 200_000; n++) {
            double value = Math.scalb(1 + RANDOM.nextDouble(), RANDOM.nextInt(70) - 35);
            BigDecimal middle = new BigDecimal(value).add(new BigDecimal(Math.nextUp(value))).divide(BigDecimal.TWO);
            check(middle.toPlainString());
            BigDecimal cut = middle.round(new MathContext(19));
            check(cut.toString());
            check(cut.add(cut.ulp()).toPlainString());
        }
    }

    @Test
    void leavesTheRestToOthers() {
        for (String text : List.of("", "-", ".", "e5", "1e", "1e+", "1..2", "1.2.3", "--1", "1e5.", "1-", "1e-400",
                "1e400", "12345678901234567890", "0.00000000000000000000001", "1e99999999999", "4.9e-324")) {
            assertFalse(check(text), text);
        }
        for (String text : List.of("0", "-0", "+1", "1.", ".5", "1e5", "1E-5", "9007199254740993", "9007199254740992.5",
                "1.7976931348623157e307", "12345678.12345678")) {
            assertTrue(check(text), text);
        }
    }

    @Test
    void findsTheLeadingDigits() {
        ScaledDigits scaled = new ScaledDigits();
        int known = 0;
        for (int n = 0; n < 200_000; n++) {
            double value = Math.abs(WriteOracleTest.number(RANDOM));
            int count = 1 + RANDOM.nextInt(19);
            if (!Double.isFinite(value) || value == 0 || !scaled.leading(value, count)) {
                continue;
            }
            known++;
            BigDecimal exact = new BigDecimal(value)
                    .round(new MathContext(count, RoundingMode.HALF_EVEN));
            BigDecimal found = new BigDecimal(Long.toUnsignedString(scaled.digits()))
                    .scaleByPowerOfTen(scaled.exponent() + 1 - count);
            assertEquals(0, exact.compareTo(found), () -> value + " in " + count + " digits");
            assertEquals(count, Long.toUnsignedString(scaled.digits()).length());
        }
        assertTrue(known > 150_000, known + " are known");
    }
}
