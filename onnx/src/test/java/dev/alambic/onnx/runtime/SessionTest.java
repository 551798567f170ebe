package dev.alambic.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.input.RandomInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionTest {

    private static final OnnxModel TWICE = GraphText.model("""
            x: float[batch, 2]
            h = Add(x, x)
            y = Relu(h)
            return y: float[batch, 2]
            """, graph -> {});

    @Test
    void aModelInMemoryRuns() {
        try (Session session = Session.open(TWICE, SessionOptions.defaults())) {
            Map<String, Tensor> outputs = session.run(Map.of("x", Tensor.ofFloats(new float[] {1, -2, 3, 4}, 2, 2)));

            assertThat(outputs).containsOnlyKeys("y");
            assertThat(outputs.get("y")).isEqualTo(Tensor.ofFloats(new float[] {2, 0, 6, 8}, 2, 2));
            assertThat(session.inputs()).isEqualTo(TWICE.graph().inputs());
            assertThat(session.outputs()).isEqualTo(TWICE.graph().outputs());
        }
    }

    @Test
    void aModelFileRuns(@TempDir Path folder) {
        Path file = folder.resolve("twice.onnx");
        TWICE.write(file);
        try (Session session = Session.open(file, SessionOptions.defaults().withThreads(2))) {
            assertThat(session.run(Map.of("x", Tensor.ofFloats(new float[] {1, 1}, 1, 2)), List.of("y")))
                    .containsEntry("y", Tensor.ofFloats(new float[] {2, 2}, 1, 2));
        }
    }

    /** ONNX Runtime fuses the two to a Slice, and forgets that the range is asked for. */
    @Test
    void aRangeThatIsFusedAwayCanBeAskedFor() {
        OnnxModel model = GraphText.model(
                """
                n: int64[]
                zero = Constant() value_int=0
                one = Constant() value_int=1
                rows = Range(zero, n, one)
                y = Gather(w, rows)
                return y: float[rows, 2]
                """, graph -> graph.initializer("w", Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 3, 2)));
        try (Session session = Session.open(model, List.of("rows"), SessionOptions.defaults())) {
            assertThat(session.run(Map.of("n", Tensor.scalar(2L))))
                    .containsEntry("rows", Tensor.ofLongs(new long[] {0, 1}, 2))
                    .containsEntry("y", Tensor.ofFloats(new float[] {1, 2, 3, 4}, 2, 2));
        }
    }

    @Test
    void whatIsNoTensorIsLeftOut() {
        OnnxModel parts =
                GraphText.model("x: float[4]\ns = SplitToSequence(x)\ny = Relu(x)\nreturn s; y: float[4]", b -> {});
        OnnxModel alone = GraphText.model("x: float[4]\ns = SplitToSequence(x)\nreturn s", b -> {});
        Map<String, Tensor> feeds = Map.of("x", Tensor.ofFloats(new float[4], 4));

        try (Session session = Session.open(parts, SessionOptions.defaults());
                Session without = Session.open(alone, SessionOptions.defaults())) {
            assertThat(session.run(feeds)).containsOnlyKeys("y");
            assertThat(without.run(feeds)).isEmpty();
        }
    }

    @Test
    void anOptionalInsideIsNotShown() {
        Graph graph = GraphText.graph("""
                x: float[2]
                h = Neg(x)
                o = Optional(h)
                p = Identity(o)
                y = OptionalGetElement(p)
                return y: float[2]
                """);

        try (Session session =
                Session.open(OnnxModel.of(graph, 18), List.of("h", "o", "p"), SessionOptions.defaults())) {
            assertThat(session.outputs()).extracting(ValueInfo::name).containsExactly("y", "h");
        }
    }

    @Test
    void anInputOfAnyRankTakesEachShape() {
        Graph graph = GraphText.graph("x: float[2]\ny = Relu(x)\nreturn y")
                .edit(b -> b.inputs(List.of(new ValueInfo("x", new TensorType(DataType.FLOAT, null), Bytes.EMPTY))));
        Tensor matrix = Tensor.ofFloats(new float[] {1, 2}, 1, 2);

        try (Session session = Session.open(OnnxModel.of(graph, 17), SessionOptions.defaults())) {
            assertThat(session.run(Map.of("x", matrix))).containsEntry("y", matrix);
        }
    }

    @Test
    void aTypeWithoutAKernelIsSaidInWords() {
        OnnxModel model = GraphText.model("x: double[1, 1, 2, 2]\ny = Conv(x, x)\nreturn y", b -> {});

        assertThatThrownBy(() -> Session.open(model, SessionOptions.defaults()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("model 'test': ONNX Runtime has no kernel for Conv of opset 11 on this type of numbers here"
                        + " (node 'y')");
    }

    /** ONNX Runtime 1.29 ends the process where the command line has more than 4,000 characters or so. */
    @Test
    void aLongCommandLineDoesNoHarm() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                StartOfRuntime.class.getName(),
                "x".repeat(50_000));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));

        Process process = builder.inheritIO().start();

        assertThat(process.waitFor()).isZero();
    }

    @Test
    void anIntermediateValueIsReturnedOnRequest() {
        try (Session session = Session.open(TWICE, List.of("h"), SessionOptions.defaults())) {
            assertThat(session.run(Map.of("x", Tensor.ofFloats(new float[] {1, -2}, 1, 2)), List.of("h")))
                    .containsEntry("h", Tensor.ofFloats(new float[] {2, -4}, 1, 2));
        }
        assertThatThrownBy(() -> Session.open(TWICE, List.of("z"), SessionOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("value 'z': no node of the graph writes it");
    }

    @Test
    void aPreparedRunCanBeRepeated() {
        try (Session session = Session.open(TWICE, SessionOptions.defaults());
                PreparedRun run = session.prepare(RandomInputs.of(TWICE, Map.of("batch", 3L), 1))) {
            run.run();
            run.run();
            assertThat(run.inputs()).containsOnlyKeys("x");
        }
    }

    @Test
    void wrongFeedsAreRefusedByName() {
        try (Session session = Session.open(TWICE, SessionOptions.defaults())) {
            Tensor right = Tensor.ofFloats(new float[2], 1, 2);
            assertThatThrownBy(() -> session.run(Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("input 'x': it is missing (expected float[batch, 2])");
            assertThatThrownBy(() -> session.run(Map.of("x", right, "z", right)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("input 'z': the model has no such input (expected one of [x])");
            assertThatThrownBy(() -> session.run(Map.of("x", Tensor.ofFloats(new float[3], 1, 3))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("input 'x': type and shape fit (expected float[batch, 2], was float[1, 3])");
            assertThatThrownBy(() -> session.run(Map.of("x", Tensor.ofLongs(new long[2], 1, 2))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("was int64[1, 2]");
            assertThatThrownBy(() -> session.run(Map.of("x", right), List.of("z")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("output 'z': the model has no such output (expected one of [y])");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE", "FLOAT16", "INT64", "INT32", "INT16", "INT8", "UINT8", "BOOL"})
    void elementsOfEachTypeGoInAndComeOut(DataType type) {
        OnnxModel model = GraphText.model("""
                x: %1$s[n, 3]
                y = Identity(x)
                return y: %1$s[n, 3]
                """.formatted(type.lowerName()), graph -> {});
        for (long size : new long[] {0, 1, 5}) {
            Map<String, Tensor> inputs = RandomInputs.of(model, Map.of("n", size), 7);
            try (Session session = Session.open(model, SessionOptions.defaults())) {
                assertThat(session.run(inputs).get("y")).isEqualTo(inputs.get("x"));
            }
        }
    }

    @Test
    void stringsGoInAndComeOut() {
        OnnxModel model = GraphText.model("""
                x: string[2, 2]
                y = Identity(x)
                return y: string[2, 2]
                """, graph -> {});
        Tensor words = Tensor.ofStrings(
                List.of("a", "", "été", "b").stream().map(Bytes::utf8).toList(), 2, 2);
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            assertThat(session.run(Map.of("x", words)).get("y")).isEqualTo(words);
        }
    }

    @Test
    void aTypeTheRuntimeDoesNotTakeIsNamed() {
        OnnxModel model = GraphText.model("""
                x: uint16[1]
                y = Identity(x)
                return y: uint16[1]
                """, graph -> {});
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            assertThatThrownBy(() -> session.run(RandomInputs.of(model, Map.of(), 1)))
                    .isInstanceOf(UnsupportedModelException.class)
                    .hasMessage("input 'x': ONNX Runtime for Java takes no tensors of uint16");
        }
    }

    @Test
    void aScalarGoesInAndComesOut() {
        OnnxModel model = GraphText.model("""
                x: float[]
                y = Neg(x)
                return y: float[]
                """, graph -> {});
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            assertThat(session.run(Map.of("x", Tensor.scalar(2f))).get("y")).isEqualTo(Tensor.scalar(-2f));
        }
    }

    @Test
    void aBrokenModelIsInvalid(@TempDir Path folder) throws IOException {
        Path noise = Files.write(folder.resolve("noise.onnx"), new byte[] {1, 2, 3, 4});
        assertThatThrownBy(() -> Session.open(noise, SessionOptions.defaults()))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("noise.onnx: ONNX Runtime cannot load the model: ")
                .message()
                .doesNotContain("\n");
        assertThatThrownBy(() -> Session.open(folder.resolve("none.onnx"), SessionOptions.defaults()))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("none.onnx: the file is there");
    }

    @Test
    void anUnknownOperatorIsUnsupported() {
        OnnxModel model = GraphText.model("""
                x: float[1]
                y = Distil(x)
                return y: float[1]
                """, graph -> {});
        assertThatThrownBy(() -> Session.open(model, SessionOptions.defaults()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("Distil");
    }

    @Test
    void cudaIsRefusedWhereItIsMissing() {
        assertThatThrownBy(() -> Session.open(TWICE, SessionOptions.defaults().withProvider(Provider.CUDA))
                        .close())
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageStartingWith("cuda: the provider is not available: it needs the build with profile cuda");
    }

    @Test
    void providerOfAnotherSystemIsRefusedWithWhatThisOneHas() {
        Provider absent = Provider.built().contains(Provider.NNAPI) ? Provider.DIRECTML : Provider.NNAPI;
        assertThatThrownBy(() -> Session.open(TWICE, SessionOptions.defaults().withProvider(absent))
                        .close())
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("this ONNX Runtime has cpu");
    }

    @Test
    void theGraphThatRunsIsWrittenOnRequest(@TempDir Path folder) {
        Path optimized = folder.resolve("optimized.onnx");
        SessionOptions options = SessionOptions.defaults()
                .withOptimization(OptimizationLevel.BASIC)
                .withOptimizedModel(optimized);
        try (Session session = Session.open(TWICE, options)) {
            assertThat(session.outputs()).hasSize(1);
        }
        assertThat(OnnxModel.read(optimized).graph().nodes())
                .extracting(node -> node.opType())
                .containsExactly("Add", "Relu");
    }

    @Test
    void runThatDoesNotEndIsStopped() {
        Graph body = GraphText.graph("""
                i: int64[]
                c: bool[]
                v: float[1]
                d = Identity(c)
                w = Add(v, v)
                return d: bool[]; w: float[1]
                """);
        OnnxModel endless = GraphText.model("""
                x: float[1]
                return y: float[1]
                """, graph -> {
            graph.initializer("go", Tensor.ofBytes(DataType.BOOL, new byte[] {1}));
            graph.node(Node.of("Loop", List.of("", "go", "x"), "y").with("body", body));
        });

        System.setProperty(RunLimit.SECONDS, "1");
        try (Session session = Session.open(endless, SessionOptions.defaults())) {
            assertThatThrownBy(() -> session.run(Map.of("x", Tensor.ofFloats(new float[] {1}, 1))))
                    .isInstanceOf(EndlessRunException.class)
                    .hasMessageContaining("answers one call within 1 s");
        } finally {
            System.clearProperty(RunLimit.SECONDS);
        }
    }
}
