package dev.npymap.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// The results as one JSON object: `{"environment": {...}, "rows": [...]}`.
///
/// A row has `name`, `section`, `goal`, `ratio` (how many times faster ours is: the median of `theirs / ours` over
/// neighbouring turns), `met`, `spread`, `ours` and `theirs` (medians, in `unit`), `against`, `rounds` and `note`. What
/// nobody asked for has no goal: `null`, as figures are that could not be measured.
final class JsonReport {
    private JsonReport() {
    }

    static void write(Path file, Map<String, String> environment, List<Row> rows) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(new Indented(), file, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeObjectPropertyStart("environment");
            for (Map.Entry<String, String> fact : environment.entrySet()) {
                json.writeStringProperty(fact.getKey(), fact.getValue());
            }
            json.writeEndObject();
            json.writeArrayPropertyStart("rows");
            for (Row row : rows) {
                write(json, row);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (JacksonIOException failure) {
            throw failure.getCause();
        }
    }

    /// One member a line.
    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }

    private static void write(JsonGenerator json, Row row) {
        json.writeStartObject();
        json.writeStringProperty("name", row.name());
        json.writeStringProperty("section", row.section());
        number(json, "goal", row.goal().orElse(Double.NaN));
        number(json, "ratio", row.ratio());
        json.writeBooleanProperty("met", row.isMet());
        number(json, "spread", row.spread());
        number(json, "ours", row.inUnit(row.ours()));
        number(json, "theirs", row.inUnit(row.theirs()));
        json.writeStringProperty("unit", row.unit());
        json.writeStringProperty("against", row.against());
        json.writeNumberProperty("rounds", row.rounds());
        json.writeStringProperty("note", row.note());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, double value) {
        if (Double.isNaN(value)) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, value);
        }
    }
}
