package dev.npymap.cli.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// A JSON object as one line of printable ASCII.
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII).characterEscapes(new Printable()).rootValueSeparator("").build();

    /// Writes the fields of an object.
    public interface Fields {
        /// Writes the fields.
        ///
        /// @param line the generator of the line
        /// @throws IOException if they cannot be written
        void to(JsonGenerator line) throws IOException;
    }

    private Json() {
    }

    /// Also escapes DEL, which JSON does not require.
    private static final class Printable extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] escapes = standardAsciiEscapesForJSON();
            escapes[0x7f] = ESCAPE_STANDARD;
            return escapes;
        }

        @Override
        public SerializableString getEscapeSequence(int c) {
            return new SerializedString("");
        }
    }

    /// Returns a generator that writes values to a stream, without separators; the stream stays open.
    ///
    /// @param out the stream
    /// @return a generator
    /// @throws IOException if it cannot be written
    public static JsonGenerator generator(OutputStream out) throws IOException {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out)
                .configure(StreamWriteFeature.AUTO_CLOSE_TARGET, false);
    }

    /// Makes the line of an object.
    ///
    /// @param fields writes the fields
    /// @return the line
    /// @throws IOException if it cannot be written
    public static String line(Fields fields) throws IOException {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            fields.to(json);
            json.writeEndObject();
        }
        return line.toString();
    }

    /// Writes a value: a text, a number, a boolean, null, a list or a map of values.
    ///
    /// @param json  the generator to write to
    /// @param value the value
    public static void value(JsonGenerator json, Object value) {
        switch (value) {
            case null -> json.writeNull();
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(item -> value(json, item));
                json.writeEndArray();
            }
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((name, item) -> {
                    json.writeName(name.toString());
                    value(json, item);
                });
                json.writeEndObject();
            }
            default -> json.writeString(value.toString());
        }
    }

    /// The JSON text of a value.
    ///
    /// @param value as for [#value]
    /// @return one line of printable ASCII
    public static String text(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            value(json, value);
        }
        return text.toString();
    }
}
