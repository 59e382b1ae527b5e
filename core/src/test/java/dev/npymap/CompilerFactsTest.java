package dev.npymap;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CompilerFactsTest {
    @Test
    void whatDoesNotHoldFailsOnTheirJdkAndIsPrintedOnOthers() {
        assertThrows(AssertionError.class, () -> CompilerFacts.hold("25.0.3", () -> assertEquals(1, 2)));
        assertDoesNotThrow(() -> CompilerFacts.hold("25.0.4", () -> assertEquals(1, 2)));
        assertThrows(ArithmeticException.class, () -> CompilerFacts.hold("25.0.4", () -> {
            throw new ArithmeticException();
        }));
    }
}
