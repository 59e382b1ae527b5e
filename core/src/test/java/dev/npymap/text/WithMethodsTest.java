package dev.npymap.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.npymap.model.Dtype;
import dev.npymap.model.Threads;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/// Each `with` method changes its own components and no others.
class WithMethodsTest {
    private static final LongConsumer BEFORE = _ -> {
    };
    private static final LongConsumer AFTER = _ -> {
    };

    /// What a method makes of components that are all different, and which of them it changes.
    private record Change(String method, Object made, Map<String, Object> changed) {
    }

    private static Change change(String method, Object made, Object value) {
        String component = method.substring(4, 5).toLowerCase(Locale.ROOT) + method.substring(5);
        return new Change(method, made, Map.of(component, value));
    }

    @Test
    void ofTextOptions() throws ReflectiveOperationException {
        TextOptions some = TextOptions.DEFAULT.withDtype(Dtype.INT32).withDelimiter(";").withComments("%")
                .withQuote("'").withColumns(3).withSkipRows(4).withMaxRows(5).withNdmin(1).withUnpack(true)
                .withEncoding(StandardCharsets.UTF_16).withMissing(MissingValues.DEFAULT).withThreads(Threads.of(2))
                .withProgress(BEFORE);
        MissingValues missing = MissingValues.DEFAULT.withFilling("9");
        Threads threads = Threads.of(3);
        check(some, List.of(change("withDtype", some.withDtype(Dtype.BOOL), Dtype.BOOL),
                change("withDelimiter", some.withDelimiter(","), Optional.of(",")),
                change("withComments", some.withComments("#"), List.of("#")),
                change("withQuote", some.withQuote("\""), Optional.of("\"")),
                change("withColumns", some.withColumns(0, -1), Optional.of(List.of(0, -1))),
                change("withSkipRows", some.withSkipRows(6), 6L),
                change("withMaxRows", some.withMaxRows(7), OptionalLong.of(7)),
                change("withNdmin", some.withNdmin(2), 2), change("withUnpack", some.withUnpack(false), false),
                change("withEncoding", some.withEncoding(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII),
                change("withMissing", some.withMissing(missing), Optional.of(missing)),
                change("withThreads", some.withThreads(threads), threads),
                change("withProgress", some.withProgress(AFTER), AFTER)));
    }

    @Test
    void ofTextFormat() throws ReflectiveOperationException {
        TextFormat one = TextFormat.DEFAULT.withFmt("%d").withDelimiter(";").withNewline("\r\n").withHeader("head")
                .withFooter("foot").withComments("% ").withEncoding(StandardCharsets.UTF_16)
                .withThreads(Threads.of(2)).withProgress(BEFORE);
        TextFormat some = one.withFmt(List.of("%d", "%f"));
        Threads threads = Threads.of(3);
        List<Change> changes = List.of(
                new Change("withFmt", some.withFmt("%s"), Map.of("fmt", List.of("%s"), "perColumn", false)),
                change("withDelimiter", some.withDelimiter("x"), "x"),
                change("withNewline", some.withNewline("x"), "x"), change("withHeader", some.withHeader("x"), "x"),
                change("withFooter", some.withFooter("x"), "x"), change("withComments", some.withComments("x"), "x"),
                change("withEncoding", some.withEncoding(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII),
                change("withThreads", some.withThreads(threads), threads),
                change("withProgress", some.withProgress(AFTER), AFTER));
        check(some, changes);
        changesOnly(one, new Change("withFmt", one.withFmt(List.of("%s", "%e")),
                Map.of("fmt", List.of("%s", "%e"), "perColumn", true)));
    }

    @Test
    void ofMissingValues() throws ReflectiveOperationException {
        MissingValues some = new MissingValues(false, Set.of("a"), Map.of(1, Set.of("b")), Optional.of("c"),
                Map.of(2, "d"));
        check(some, List.of(change("withLoose", some.withLoose(true), true),
                change("withTexts", some.withTexts("x"), Set.of("x")),
                change("withFilling", some.withFilling("x"), Optional.of("x"))));
        changesOnly(some, new Change("withTexts", some.withTexts(3, "x"),
                Map.of("columnTexts", Map.of(1, Set.of("b"), 3, Set.of("x")))));
        changesOnly(some, new Change("withFilling", some.withFilling(3, "x"),
                Map.of("columnFillings", Map.of(2, "d", 3, "x"))));
    }

    /// Checks changes, which are those of all methods.
    private static void check(Object before, List<Change> changes) throws ReflectiveOperationException {
        List<String> methods = Arrays.stream(before.getClass().getMethods()).map(Method::getName)
                .filter(name -> name.startsWith("with")).distinct().sorted().toList();
        assertEquals(methods, changes.stream().map(Change::method).sorted().toList());
        for (Change change : changes) {
            changesOnly(before, change);
        }
    }

    private static void changesOnly(Object before, Change change) throws ReflectiveOperationException {
        Map<String, Object> expected = new HashMap<>(components(before));
        change.changed().forEach((component, value) -> assertNotEquals(value, expected.put(component, value)));
        assertEquals(expected, components(change.made()), change.method());
    }

    private static Map<String, Object> components(Object options) throws ReflectiveOperationException {
        Map<String, Object> components = new HashMap<>();
        for (Field field : options.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                components.put(field.getName(), options.getClass().getMethod(field.getName()).invoke(options));
            }
        }
        return components;
    }
}
