package dev.npymap;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Replays the seeds of the fuzz targets, and what fuzzing found in the past.
class FuzzTest {
    @ParameterizedTest
    @EnumSource
    void knownInputsGiveAValueOrARefusal(Fuzz fuzz) throws IOException {
        List<byte[]> inputs = fuzz.inputs();
        assertTrue(inputs.size() > 10, "there are seeds");
        for (byte[] bytes : inputs) {
            fuzz.run(bytes);
        }
    }
}
