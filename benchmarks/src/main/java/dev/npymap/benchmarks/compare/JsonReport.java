package dev.npymap.benchmarks.compare;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The results as one JSON object: `{"environment": {...}, "rows": [...]}`.
///
/// A row has `name`, `section`, `goal`, `ratio` (how many times faster ours is: the median of `theirs / ours` over
/// neighbouring turns), `met`, `spread`, `ours` and `theirs` (medians, in `unit`), `against`, `rounds` and `note`. What
/// nobody asked for has no goal: `null`, as figures are that could not be measured.
final class JsonReport {
    private JsonReport() {
    }

    static void write(Path file, Map<String, String> environment, List<Row> rows) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeObjectFieldStart("environment");
            for (Map.Entry<String, String> fact : environment.entrySet()) {
                json.writeStringField(fact.getKey(), fact.getValue());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("rows");
            for (Row row : rows) {
                write(json, row);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, Row row) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", row.name());
        json.writeStringField("section", row.section());
        number(json, "goal", row.goal().orElse(Double.NaN));
        number(json, "ratio", row.ratio());
        json.writeBooleanField("met", row.isMet());
        number(json, "spread", row.spread());
        number(json, "ours", row.inUnit(row.ours()));
        number(json, "theirs", row.inUnit(row.theirs()));
        json.writeStringField("unit", row.unit());
        json.writeStringField("against", row.against());
        json.writeNumberField("rounds", row.rounds());
        json.writeStringField("note", row.note());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}
