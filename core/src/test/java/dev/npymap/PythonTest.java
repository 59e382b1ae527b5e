package dev.npymap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PythonTest {
    @Test
    void anEmptyVariableIsAsGoodAsNone() {
        assertEquals("python3", Python.command(null));
        assertEquals("python3", Python.command(""));
        assertEquals("python3", Python.command(" "));
        assertEquals("/opt/python", Python.command("/opt/python"));
    }
}
