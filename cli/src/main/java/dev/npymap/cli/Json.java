package dev.npymap.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;

/// One JSON object as one line of ASCII.
final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /// Writes the fields of an object.
    interface Fields {
        void to(JsonGenerator line) throws IOException;
    }

    private Json() {
    }

    static String line(Fields fields) throws IOException {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            json.writeStartObject();
            fields.to(json);
            json.writeEndObject();
        }
        return line.toString();
    }
}
