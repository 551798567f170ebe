package dev.alambic.packager.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.state.Carried;
import dev.alambic.packager.Models;
import dev.alambic.packager.Packager;
import dev.alambic.packager.archive.Archive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the Kotlin files of packages of every kind and runs them on the JVM, in processes of their own. */
@Tag("kotlin")
class KotlinFilesTest {
    private static final List<String> HOSTILE =
            List.of("\"q\" ${System.exit(1)} $x", "</script>\\u0041`|", "日本 🙂 \u202e */ //");
    private static final List<String> TWO = List.of("no", "yes");

    @TempDir
    Path folder;

    private final List<Path> sources = new ArrayList<>();

    /** Packs a model and unpacks it to a folder. */
    private void unpack(OnnxModel model, String name, String to) throws IOException {
        Path file = folder.resolve(to + ".zip");
        Packager.write(Models.request(model, name, folder), file);
        Archive archive = Archive.read(file);
        for (String each : archive.names()) {
            Path target = folder.resolve(to).resolve(each);
            Files.createDirectories(target.resolveSibling(""));
            Files.write(target, archive.bytes(each));
            if (each.endsWith(".kt")) {
                sources.add(target);
            }
        }
    }

    private void addResource(String name) throws IOException {
        try (InputStream in = KotlinFilesTest.class.getResourceAsStream(name)) {
            assertThat(in).isNotNull();
            Path file = folder.resolve(name);
            Files.write(file, in == null ? new byte[0] : in.readAllBytes());
            sources.add(file);
        }
    }

    private String java(String mainClass, String classes, String... arguments) throws Exception {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-Dfile.encoding=UTF-8",
                mainClass));
        command.addAll(Arrays.asList(arguments));
        Path log = folder.resolve(mainClass + ".log");
        ProcessBuilder process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // ONNX Runtime 1.29 ends a process whose command line is longer than 4 kB
        process.environment().put("CLASSPATH", classes + path);
        int code = process.start().waitFor();
        String said = Files.readString(log, StandardCharsets.UTF_8);
        assertThat(code).as(said).isZero();
        return said;
    }

    /** Compiles the sources, of which no warning may come. */
    private Path compiled() throws Exception {
        Path classes = folder.resolve("classes");
        List<String> arguments =
                new ArrayList<>(List.of("-no-reflect", "-no-stdlib", "-Werror", "-d", classes.toString()));
        arguments.addAll(List.of(
                "-classpath", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        sources.forEach(source -> arguments.add(source.toString()));
        java("org.jetbrains.kotlin.cli.jvm.K2JVMCompiler", "", arguments.toArray(String[]::new));
        return classes;
    }

    @Test
    void aStreamAnswersAsTheRuntimeDoesOverAHundredCalls() throws Exception {
        unpack(Models.listening(), "listening", "listening");
        addResource("Listening.kt");

        String said = java("ListeningKt", compiled() + System.getProperty("path.separator"), folder.toString());

        assertThat(said).contains("golden []\n").contains("again true\n").contains("two [2, 1]\n");
        List<Double> answers = said.lines()
                .filter(line -> line.startsWith("call "))
                .map(line -> Double.valueOf(line.substring("call ".length())))
                .toList();
        assertThat(answers).hasSize(100);
        Carried carried = Carried.of(Models.listening());
        try (Session session = Session.open(Models.listening(), SessionOptions.defaults())) {
            for (int call = 0; call < answers.size(); call++) {
                float[] x = {call % 7 - 3, call % 5 - 2, call % 3 - 1, call % 2};
                float expected = Objects.requireNonNull(
                                carried.run(session, Map.of("x", Tensor.ofFloats(x, 1, 4)), List.of("heard"))
                                        .get("heard"))
                        .floats()[0];
                // of a probability; some ulp a call, since the options of the sessions differ
                assertThat(answers.get(call)).as("call %s", call).isCloseTo(expected, within(1e-5));
            }
        }
    }

    @Test
    void theyCompileWithoutAWarningAndAnswerAsExpected() throws Exception {
        unpack(Models.image(1, HOSTILE), "digits", "digits");
        unpack(Models.image(3, List.of("a", "b", "c")), "colours", "colours");
        unpack(Models.table(List.of("$a", "\"b\"", "c\\", "d\n"), TWO), "breast-cancer", "breast-cancer");
        unpack(Models.text(TWO), "opinions", "opinions");
        unpack(Models.generic(), "tensors", "tensors");
        addResource("Bitmap.kt");
        addResource("Main.kt");

        Path classes = compiled();
        String said = java("MainKt", classes + System.getProperty("path.separator"), folder.toString());
        for (String format : List.of("model.onnx", "model.ort")) {
            for (String kind : List.of("digits", "colours", "table", "text", "tensors")) {
                assertThat(said).contains(kind + " " + format + " []\n");
            }
        }
        assertThat(said)
                .contains("digits labels " + HOSTILE + "\n")
                .contains("digits 3 1\n")
                .contains("digits bitmap 122.0\n")
                .contains("colours true\n")
                .contains("table true [$a, \"b\", c\\, d\n]\n")
                .contains("text true 2\n")
                // of 16 outputs two begin with 0, of which the change makes a number that is next to nothing
                .contains("tensors wrong 14\n");
    }
}
