package dev.alambic.packager.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.VoiceDetector;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.state.Carried;
import dev.alambic.packager.Models;
import dev.alambic.packager.PackageRequest;
import dev.alambic.packager.Packager;
import dev.alambic.packager.archive.Archive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the Kotlin files of packages of every kind and runs them on the JVM, in processes of their own. */
@Tag("kotlin")
class KotlinFilesTest {
    private static final List<String> HOSTILE =
            List.of("\"q\" ${System.exit(1)} $x", "</script>\\u0041`|", "日本 🙂 \u202e */ //");
    private static final List<String> TWO = List.of("no", "yes");
    private static final List<String> THREE = List.of("a", "b", "c");

    @TempDir
    Path folder;

    private final List<Path> sources = new ArrayList<>();

    /** Packs a model and unpacks it to a folder. */
    private void unpack(OnnxModel model, String name, String to) throws IOException {
        unpack(Models.request(model, name, folder), to);
    }

    private void unpack(PackageRequest request, String to) throws IOException {
        Path file = folder.resolve(to + ".zip");
        Packager.write(request, file);
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

    /**
     * Adds the examples of a readme, each as a function that has what they speak of.
     *
     * @param head values that stand before each
     */
    private void addReadme(String of, String head) throws IOException {
        String page = Files.readString(folder.resolve(of).resolve("README.md"));
        Matcher blocks = Pattern.compile("```kotlin\\n(.*?)```", Pattern.DOTALL).matcher(page);
        StringBuilder code = new StringBuilder();
        Set<String> imports = new TreeSet<>();
        int count = 0;
        while (blocks.find()) {
            code.append("fun readme").append(of).append(++count).append("(context: android.content.Context) {\n");
            code.append("    println(context)\n").append(head);
            blocks.group(1).lines().forEach(line -> {
                if (line.startsWith("import ")) {
                    imports.add(line);
                } else {
                    code.append("    ").append(line).append('\n');
                }
            });
            code.append("}\n");
        }
        assertThat(count).as(page).isEqualTo(2);
        String options = "fun options" + of + "() = ai.onnxruntime." + code(page, "OrtSession.SessionOptions()") + "\n";
        Path file = folder.resolve("Readme" + of + ".kt");
        Files.writeString(
                file, "@file:Suppress(\"UNUSED_VARIABLE\")\n" + String.join("\n", imports) + "\n" + code + options);
        sources.add(file);
    }

    /** Returns what stands in a line of a page as code and begins so. */
    private static String code(String page, String begin) {
        int from = page.indexOf("`" + begin) + 1;
        assertThat(from).isPositive();
        return page.substring(from, page.indexOf('`', from));
    }

    @Test
    void theExamplesOfTheReadmeCompile() throws Exception {
        String picture = """
                val rgb = ByteArray(3); val width = 1; val height = 1; println(rgb.size + width + height)
                val bitmap = android.graphics.Bitmap(1, 1, IntArray(1)); println(bitmap)
                """;
        unpack(Models.image(1, THREE), "digits", "digits");
        unpack(Models.detector(List.of("a", "b", "c", "d"), TWO), "detector", "detector");
        unpack(Models.text(TWO), "opinions", "opinions");
        unpack(Models.generic(), "tensors", "tensors");
        unpack(Models.listening(), "listening", "listening");
        addResource("Bitmap.kt");
        addResource("Context.kt");
        addReadme("digits", picture);
        addReadme("detector", "    val row = FloatArray(4); println(row)\n");
        addReadme("opinions", "    val tokens = LongArray(4); println(tokens)\n");
        addReadme("tensors", "    val inputs = emptyMap<String, TensorsModel.RawTensor>(); println(inputs)\n");
        addReadme("listening", "    val inputs = emptyMap<String, ListeningModel.RawTensor>(); println(inputs)\n");
        compiled();
    }

    @Test
    void twoModelsOfOneNameLiveInOneApp() throws Exception {
        for (String each : List.of("one", "two")) {
            unpack(
                    Models.request(Models.image(1, List.of(each, "b", "c")), "student-int8", folder)
                            .withKotlinPackage(new KotlinPackage("com.example." + each)),
                    each);
        }
        addResource("Bitmap.kt");
        addResource("Twins.kt");
        String said = java("TwinsKt", compiled() + System.getProperty("path.separator"), folder.toString());
        assertThat(said).contains("one 36 [one, b, c]\n", "two 36 [two, b, c]\n", "one []\n", "two []\n");
    }

    @Test
    void aStreamAnswersAsTheRuntimeDoesOverAHundredCalls() throws Exception {
        unpack(Models.listening(), "listening", "listening");
        addResource("Listening.kt");

        String said = java("ListeningKt", compiled() + System.getProperty("path.separator"), folder.toString());

        assertThat(said).contains("golden []\n").contains("again true\n").contains("two [2, 1]\n");
        List<Double> answers = calls(said);
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

    /** Returns the answers that a program has printed, in their order. */
    private static List<Double> calls(String said) {
        return said.lines()
                .filter(line -> line.startsWith("call "))
                .map(line -> Double.valueOf(line.substring("call ".length())))
                .toList();
    }

    @Test
    void aTrainedVoiceDetectorHearsOnThePhoneWhatItHearsInTheRuntime() throws Exception {
        unpack(VoiceDetector.model(), "voice", "voice");
        addResource("Voice.kt");
        int frames = 100;
        float[][] sound = VoiceDetector.sound(2, frames);
        ByteBuffer bytes =
                ByteBuffer.allocate(Float.BYTES * VoiceDetector.FRAME * frames).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < frames; i++) {
            bytes.asFloatBuffer().put(sound[i]);
            bytes.position(bytes.position() + Float.BYTES * VoiceDetector.FRAME);
        }
        Files.write(folder.resolve("voice.frames"), bytes.array());

        String said = java("VoiceKt", compiled() + System.getProperty("path.separator"), folder.toString());

        List<Double> answers = calls(said);
        assertThat(said).contains("golden []\n");
        assertThat(answers).hasSize(frames);
        Carried carried = Carried.of(VoiceDetector.model());
        try (Session session = Session.open(VoiceDetector.model(), SessionOptions.defaults())) {
            for (int i = 0; i < frames; i++) {
                Tensor x = Tensor.ofFloats(sound[i], 1, VoiceDetector.FRAME);
                float expected = Objects.requireNonNull(carried.run(session, Map.of("x", x), List.of("voice"))
                                .get("voice"))
                        .floats()[0];
                // of a probability; some ulp a call, since the options of the sessions differ
                assertThat(answers.get(i)).as("call %s", i).isCloseTo(expected, within(1e-5));
                assertThat(answers.get(i) >= 0.5).isEqualTo(expected >= 0.5);
            }
        }
    }

    @Test
    void theyCompileWithoutAWarningAndAnswerAsExpected() throws Exception {
        unpack(Models.image(1, HOSTILE), "digits", "digits");
        unpack(Models.image(3, List.of("a", "b", "c")), "colours", "colours");
        unpack(Models.table(List.of("$a", "\"b\"", "c\\", "d\n"), TWO), "breast-cancer", "breast-cancer");
        unpack(Models.detector(List.of("a", "b", "c", "d"), TWO), "detector", "detector");
        unpack(Models.text(TWO), "opinions", "opinions");
        unpack(Models.pairs(TWO), "passages", "passages");
        unpack(Models.sound(TWO), "words", "words");
        unpack(Models.generic(), "tensors", "tensors");
        addResource("Bitmap.kt");
        addResource("Main.kt");

        Path classes = compiled();
        String said = java("MainKt", classes + System.getProperty("path.separator"), folder.toString());
        for (String format : List.of("model.onnx", "model.ort")) {
            for (String kind : List.of("digits", "colours", "table", "detector", "text", "pair", "sound", "tensors")) {
                assertThat(said).contains(kind + " " + format + " []\n");
            }
        }
        assertThat(said)
                .contains("digits labels " + HOSTILE + "\n")
                .contains("digits 3 1\n")
                .contains("digits bitmap 122.0\n")
                .contains("colours true\n")
                .contains("table true [$a, \"b\", c\\, d\n]\n")
                .contains("detector 2 true true\n")
                .contains("detector yes true\n")
                .contains("text true 2\n")
                .contains("sound true\n")
                .contains("sound 16000 4\n")
                // of 16 outputs two begin with 0, of which the change makes a number that is next to nothing
                .contains("tensors wrong 14\n");
        Tensor tokens = Tensor.ofLongs(new long[] {2, 4, 7, 5, 6, 7}, 1, 6);
        // the separator, 7, ends the first text, of which it is a part
        Tensor parts = Tensor.ofLongs(new long[] {0, 0, 0, 1, 1, 1}, 1, 6);
        assertAnswer(said, "pair", Models.pairs(TWO), Map.of("input_ids", tokens, "token_type_ids", parts));
        Tensor sound = Tensor.ofFloats(new float[] {0.5f, -0.25f, 1, 0}, 1, 4);
        assertAnswer(said, "sound", Models.sound(TWO), Map.of("row", sound));
    }

    /** Requires that a program printed what the runtime answers, for the ONNX and the ORT file. */
    private static void assertAnswer(String said, String kind, OnnxModel model, Map<String, Tensor> inputs) {
        String begin = "answer " + kind + " ";
        List<String> lines = said.lines().filter(line -> line.startsWith(begin)).toList();
        assertThat(lines).as(said).hasSize(2);
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            float[] expected = session.run(inputs).values().iterator().next().floats();
            for (String line : lines) {
                String[] numbers = line.substring(begin.length()).split(" ");
                assertThat(numbers).hasSize(expected.length);
                for (int i = 0; i < expected.length; i++) {
                    assertThat(Float.parseFloat(numbers[i])).as(line).isCloseTo(expected[i], within(1e-5f));
                }
            }
        }
    }
}
