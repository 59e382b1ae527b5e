package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.npymap.model.Dtype;
import dev.npymap.model.Float8;
import java.util.List;
import org.junit.jupiter.api.Test;

class Float8ArrayTest extends NdArrayContract {
    @Override
    Class<? extends NdArray> type() {
        return Float8Array.class;
    }

    @Override
    List<String> dtypes() {
        return List.of("|V1");
    }

    @Override
    Dtype dtype(String text) {
        return Dtype.float8(Float8.E4M3FN);
    }

    @Override
    List<?> elements() {
        return List.of(1f, -2f, 0.5f, 448f, -0f, Float.NaN);
    }

    @Test
    void tiesGoToTheEvenByteAndTheirNeighboursToTheNearer() {
        for (Float8 format : Float8.values()) {
            for (int bits = 0; bits < 255; bits++) {
                float below = format.toFloat((byte) bits);
                float above = format.toFloat((byte) (bits + 1));
                if (!Float.isFinite(below) || !Float.isFinite(above) || below < 0 != above < 0) {
                    continue;
                }
                float tie = (float) (((double) below + above) / 2);
                float outwards = tie < 0 ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
                String shown = format + " between " + below + " and " + above;
                assertEquals((byte) (bits % 2 == 0 ? bits : bits + 1), format.toBits(tie), shown);
                assertEquals((byte) bits, format.toBits(Math.nextAfter(tie, 0)), shown);
                assertEquals((byte) (bits + 1), format.toBits(Math.nextAfter(tie, outwards)), shown);
            }
        }
    }

    @Test
    void valuesBeyondTheGreatestBecomeInfinityOrNaN() {
        assertEquals((byte) 0x7e, Float8.E4M3FN.toBits(464f));
        assertEquals((byte) 0x7f, Float8.E4M3FN.toBits(Math.nextUp(464f)));
        assertEquals((byte) 0xff, Float8.E4M3FN.toBits(Float.NEGATIVE_INFINITY));
        assertEquals((byte) 0x7b, Float8.E5M2.toBits(Math.nextDown(61440f)));
        assertEquals((byte) 0x7c, Float8.E5M2.toBits(61440f));
        assertEquals((byte) 0xfc, Float8.E5M2.toBits(-61440f));
        assertEquals((byte) 0x80, Float8.E5M2FNUZ.toBits(Float.MAX_VALUE));
        assertEquals((byte) 0, Float8.E5M2FNUZ.toBits(-Float.MIN_VALUE));
        assertEquals((byte) 0x80, Float8.E5M2.toBits(-Float.MIN_VALUE));
        assertEquals((byte) 0xff, Float8.E8M0FNU.toBits(-1f));
        assertEquals((byte) 0xfe, Float8.E8M0FNU.toBits(0x1.7fp127f));
        assertEquals((byte) 0xff, Float8.E8M0FNU.toBits(0x1.8p127f));
    }
}
