package dev.npymap.cli.convert;

import dev.npymap.array.BooleanArray;
import dev.npymap.array.ByteArray;
import dev.npymap.array.ComplexArray;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.Float8Array;
import dev.npymap.array.FloatArray;
import dev.npymap.array.HalfArray;
import dev.npymap.array.IntArray;
import dev.npymap.array.LongArray;
import dev.npymap.array.LongDoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.array.RecordArray;
import dev.npymap.array.ShortArray;
import dev.npymap.array.TextArray;
import dev.npymap.array.TimeArray;
import dev.npymap.array.UIntArray;
import dev.npymap.cli.report.Json;
import dev.npymap.cli.report.Result;
import dev.npymap.internal.io.AtomicReplace;
import dev.npymap.internal.io.Gzip;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.JacksonIOException;

/// Arrays as JSON, one line for each row along the first axis: numbers, lists of numbers, and objects for records.
///
/// Values that JSON numbers cannot express are strings: `"NaN"`, `"Infinity"`, complex numbers, times.
public final class JsonRows {
    private JsonRows() {
    }

    /// Writes an array to a file, replacing a file that has the name already, or to standard output.
    static void write(Path target, NdArray array) throws IOException {
        if (Targets.isStream(target)) {
            Targets.stream(true, out -> write(array, out));
        } else {
            Targets.writing(target, () -> AtomicReplace.replace(target, FileKind.isGzip(target.toString())
                    ? Gzip.compress(out -> write(array, out))
                    : channel -> write(array, Channels.newOutputStream(channel))));
        }
    }

    private static void write(NdArray array, OutputStream out) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            if (array.rank() == 0) {
                line(json, array);
            }
            for (long row = 0; array.rank() > 0 && row < array.shape().dim(0); row++) {
                line(json, array.select(0, row));
            }
        } catch (JacksonIOException failure) {
            throw failure.getCause();
        }
    }

    private static void line(JsonGenerator json, NdArray row) throws IOException {
        value(json, row);
        json.writeRaw('\n');
    }

    /// Writes an array as a JSON value.
    ///
    /// @param json the generator to write to
    /// @param view the array
    /// @throws IOException if it cannot be written
    public static void value(JsonGenerator json, NdArray view) throws IOException {
        if (view.rank() > 0) {
            json.writeStartArray();
            for (long n = 0; n < view.shape().dim(0); n++) {
                value(json, view.select(0, n));
            }
            json.writeEndArray();
            return;
        }
        switch (view) {
            case BooleanArray a -> json.writeBoolean(a.get(new long[0]));
            case ByteArray a -> json.writeNumber(a.get(new long[0]));
            case ShortArray a -> json.writeNumber(a.get(new long[0]));
            case IntArray a -> json.writeNumber(a.get(new long[0]));
            case UIntArray a -> json.writeNumber(a.get(new long[0]));
            case LongArray a when a.dtype().kind() == Dtype.Kind.UINT ->
                json.writeNumber(Long.toUnsignedString(a.get(new long[0])));
            case LongArray a -> json.writeNumber(a.get(new long[0]));
            case HalfArray a -> Result.real(a.toString()).writeTo(json);
            case Float8Array a -> Result.real(a.toString()).writeTo(json);
            case FloatArray a -> Result.real(a.toString()).writeTo(json);
            case DoubleArray a -> Result.real(a.toString()).writeTo(json);
            case LongDoubleArray a -> Result.real(a.toString()).writeTo(json);
            case TextArray a -> json.writeString(a.get(new long[0]));
            case RecordArray a when !a.dtype().fields().isEmpty() -> record(json, a);
            case TimeArray _,ComplexArray _,RecordArray _ -> json.writeString(view.toString());
        }
    }

    private static void record(JsonGenerator json, RecordArray one) throws IOException {
        json.writeStartObject();
        for (Field field : one.dtype().fields()) {
            json.writeName(field.name());
            value(json, one.field(field.name()));
        }
        json.writeEndObject();
    }
}
