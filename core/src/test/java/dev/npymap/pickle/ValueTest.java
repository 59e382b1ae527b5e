package dev.npymap.pickle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.DoubleArray;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Values are taken as what they are, and nothing else.
class ValueTest {
    @Test
    void valuesAreTakenAsWhatTheyAre() {
        Value one = Value.Whole.of(1);
        DictValue mapping = DictValue.of(new DictValue.Entry(new TextValue("a"), one));
        assertEquals(-3, Value.Whole.of(-3).asLong());
        assertEquals(-3.0, Value.Whole.of(-3).asDouble());
        assertEquals(0.5, new Value.Real(0.5).asDouble());
        assertTrue(new Value.Truth(true).asBoolean());
        assertEquals("a", new TextValue("a").asText());
        assertSame(mapping, mapping.asMapping());
        assertEquals(List.of(one, one), ListValue.tuple(one, one).asList());
        assertEquals(List.of(one), SetValue.frozenSet(one).asList());
        DoubleArray array = DoubleArray.of(new double[]{1, 2});
        assertSame(array, ArrayValue.of(array).asArray());
        assertSame(array, new Value.Scalar(array).asArray());
    }

    @Test
    void nothingElseIsMadeOfThem() {
        refused(new TextValue("1"), Value::asLong, "the value is a text, not an int of 64 bits: '1'");
        refused(new Value.Whole(BigInteger.ONE.shiftLeft(63)), Value::asLong,
                "the value is an int, not an int of 64 bits: 9223372036854775808");
        refused(new Value.Truth(true), Value::asDouble, "the value is a bool, not a float: True");
        refused(Value.Whole.of(1), Value::asBoolean, "the value is an int, not a bool: 1");
        refused(Value.None.NONE, Value::asText, "the value is None, not a text: None");
        refused(ListValue.list(), Value::asMapping, "the value is a list, not a dict: []");
        refused(DictValue.of(), Value::asList, "the value is a dict, not a list, tuple or set: {}");
        refused(ListValue.tuple(), Value::asArray, "the value is a tuple, not an array: ()");
    }

    private static void refused(Value value, Consumer<Value> taken, String message) {
        assertEquals(message, assertThrows(ClassCastException.class, () -> taken.accept(value)).getMessage());
    }

    @Test
    void bytesStayWhatTheyWereInEveryProtocol() throws IOException {
        byte[] some = {1, 2, -1};
        for (int protocol = 2; protocol <= 5; protocol++) {
            for (BytesValue bytes : List.of(BytesValue.of(some), BytesValue.ofMutable(some), BytesValue.ofMutable())) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                Pickle.write(out, bytes, protocol);
                BytesValue read = (BytesValue) Pickle.wrap(MemorySegment.ofArray(out.toByteArray()), "bytes.pkl");
                assertEquals(bytes.isMutable(), read.isMutable());
                assertArrayEquals(bytes.toArray(), read.toArray());
            }
        }
    }
}
