package dev.alambic.exporter.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.HalfFloat;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a trainable graph says of models and inputs that it cannot take: one clear line, never a wrong result. */
class BadInputTest {

    private static void assertRefused(ThrowingCallable call, Class<? extends Exception> type, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(type)
                .hasMessageContaining(message)
                .satisfies(error -> assertThat(error.getMessage()).hasLineCount(1));
    }

    private static OnnxModel model(String text) {
        return Layers.model(17, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Frobnicate | docs/operators.md",
                "com.microsoft.Frobnicate | com.microsoft::Frobnicate",
                "MatMulInteger | train the float model and quantize it afterwards",
                "DynamicQuantizeLinear | train the float model and quantize it afterwards",
                "com.microsoft.MatMulNBits | train the float model and quantize it afterwards",
                "Loop | without branches and loops",
                "RandomNormalLike | random numbers",
                "SequenceConstruct | sequences",
                "StringNormalizer | text",
                "BitShift | bits"
            })
    void operatorsThatAreNotInTheTableAreRefusedByName(String operator, String advice) {
        OnnxModel model = model("x: float[3]\ny = " + operator + "(x)\nreturn y");
        assertRefused(() -> TrainableGraph.of(model), UnsupportedModelException.class, advice);
        assertRefused(
                () -> TrainableGraph.of(model),
                UnsupportedModelException.class,
                operator.substring(operator.lastIndexOf('.') + 1) + " 'y'");
    }

    @Test
    void allNodesAreNamedInOneMessage() {
        OnnxModel model = model("""
                x: float[3]
                a = Bernoulli(x)
                b = Frobnicate(a)
                y = Loop(b)
                return y
                """);
        assertThatThrownBy(() -> TrainableGraph.of(model))
                .hasMessageStartingWith("3 nodes: ")
                .hasMessageContainingAll("Bernoulli 'a'", "Frobnicate 'b'", "Loop 'y'");
    }

    @Test
    void domainsThatAreNotImportedAreInvalid() {
        OnnxModel model = model("x: float[3]\ny = org.example.Relu(x)\nreturn y");
        assertRefused(() -> TrainableGraph.of(model), InvalidModelException.class, "org.example");
    }

    @Test
    void missingInitializersAreInvalid() {
        OnnxModel model = model("x: float[3]\ny = Add(x, w)\nreturn y");
        assertRefused(() -> TrainableGraph.of(model), InvalidModelException.class, "value 'w'");
    }

    @Test
    void cyclesAreInvalid() {
        OnnxModel model = model("x: float[3]\na = Add(x, b)\nb = Neg(a)\nreturn b");
        assertRefused(() -> TrainableGraph.of(model), InvalidModelException.class, "value 'b'");
    }

    @Test
    void attributesOfTheWrongKindAreInvalid() {
        OnnxModel model = model("x: float[3]\ny = LeakyRelu(x) alpha='much'\nreturn y");
        assertRefused(() -> TrainableGraph.of(model), InvalidModelException.class, "attribute alpha");
    }

    @Test
    void textIsRefused() {
        OnnxModel constant = OnnxModel.of(
                GraphText.graph(
                        "x: float[1]\ny = Equal(s, s)\nz = Neg(x)\nreturn z; y",
                        graph -> graph.initializer("s", Tensor.ofStrings(List.of(Bytes.utf8("a")), 1))),
                17);
        assertRefused(() -> TrainableGraph.of(constant), UnsupportedModelException.class, "constants of numbers");
        OnnxModel input = model("x: string[3]\ny = Identity(x)\nreturn y");
        assertRefused(() -> TrainableGraph.of(input), UnsupportedModelException.class, "input 'x'");
    }

    @Test
    void inputsOfUnknownTypeAreRefused() {
        assertRefused(
                () -> TrainableGraph.of(model("x\ny = Identity(x)\nreturn y")),
                UnsupportedModelException.class,
                "input 'x'");
    }

    @Test
    void nestedBranchesAreRefusedHoweverDeep() {
        Graph leaf = GraphText.graph("y = Constant() value_float=1.0\nreturn y");
        Graph body = leaf;
        for (int depth = 0; depth < 200; depth++) {
            Graph inner = body;
            String name = "y" + depth;
            body = Graph.build("deep", graph -> {
                graph.node(Node.of("If", List.of("c"), name)
                        .with("then_branch", inner)
                        .with("else_branch", leaf));
                graph.output(new dev.alambic.onnx.graph.ValueInfo(name, null, Bytes.EMPTY));
            });
        }
        Graph branches = body;
        OnnxModel model = OnnxModel.of(
                branches.edit(graph -> graph.input(
                        GraphText.graph("c: bool[]\nreturn c").inputs().get(0))),
                17);
        assertRefused(() -> TrainableGraph.of(model), UnsupportedModelException.class, "without branches and loops");
    }

    @Test
    void aChainOfAHundredThousandNodesIsEvaluated() {
        int count = 100_000;
        Graph chain = GraphText.graph("v0: float[2]\nreturn v" + count).edit(graph -> {
            for (int i = 0; i < count; i++) {
                graph.node(Node.of("Neg", List.of("v" + i), "v" + (i + 1)));
            }
        });
        // a few seconds on an idle core; the bound leaves room for a busy one
        Assertions.assertTimeout(Duration.ofMinutes(2), () -> {
            TrainableGraph block = TrainableGraph.of(OnnxModel.of(chain, 17));
            try (NDManager manager = NDManager.newBaseManager()) {
                NDArray x = manager.create(new float[] {1, -2});
                assertThat(forward(block, manager, x).head().toFloatArray()).containsExactly(1, -2);
            }
        });
    }

    private static NDList forward(TrainableGraph block, NDManager manager, NDArray... inputs) {
        block.initialize(manager, DataType.FLOAT32, new NDList(inputs).getShapes());
        return block.forward(new ParameterStore(manager, false), new NDList(inputs), false);
    }

    @Test
    void inputsOfTheWrongNumberTypeOrShapeAreRefused() {
        OnnxModel model = model("i: int64[batch, 4]\nx: float[batch, 4]\nf = Cast(i) to=1\ny = Add(f, x)\nreturn y");
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray ids = manager.zeros(new Shape(2, 4), DataType.INT64);
            NDArray x = manager.zeros(new Shape(2, 4));
            assertRefused(
                    () -> forward(TrainableGraph.of(model), manager, ids),
                    IllegalArgumentException.class,
                    "expected [i, x], was 1 arrays");
            assertRefused(
                    () -> forward(TrainableGraph.of(model), manager, x, x),
                    IllegalArgumentException.class,
                    "input 'i': integers are fed as integers (expected int64[batch, 4], was float32 (2, 4))");
            assertRefused(
                    () -> forward(TrainableGraph.of(model), manager, ids, x.reshape(8)),
                    IllegalArgumentException.class,
                    "input 'x': the shape is the declared one (expected float[batch, 4], was float32 (8))");
            assertRefused(
                    () -> forward(TrainableGraph.of(model), manager, ids, manager.zeros(new Shape(2, 5))),
                    IllegalArgumentException.class,
                    "input 'x'");
            assertThat(forward(TrainableGraph.of(model), manager, ids.toType(DataType.INT32, false), ids)
                            .head()
                            .getShape())
                    .isEqualTo(new Shape(2, 4));
        }
    }

    @Test
    void shapesThatDoNotFitNameTheNode() {
        OnnxModel model = model("x: float[n, m]\nw = Weight() dims=[3,2]\ny = MatMul(x, w)\nreturn y");
        try (NDManager manager = NDManager.newBaseManager()) {
            assertRefused(
                    () -> forward(TrainableGraph.of(model), manager, manager.zeros(new Shape(2, 5))),
                    IllegalArgumentException.class,
                    "MatMul 'y': ");
        }
    }

    @Test
    void shapeArithmeticThatFailsNamesTheNode() {
        OnnxModel model = model("""
                x: float[n, m]
                s = Shape(x)
                zero = Constant() value_ints=[0,1]
                d = Div(s, zero)
                y = Reshape(x, d)
                return y
                """);
        try (NDManager manager = NDManager.newBaseManager()) {
            assertRefused(
                    () -> forward(TrainableGraph.of(model), manager, manager.zeros(new Shape(2, 5))),
                    IllegalArgumentException.class,
                    "Div 'd': ");
        }
    }

    @Test
    void halfPrecisionWeightsAreComputedInFloat32AndWrittenBackInTheirOwnType() {
        float[] values = {0.1f, -2.5f, 1e-4f, 7};
        OnnxModel model = OnnxModel.of(
                GraphText.graph(
                        "x: float16[2, 2]\ny = MatMul(x, w)\nreturn y: float16[2, 2]",
                        graph -> graph.initializer(
                                "w", Tensor.ofFloats(dev.alambic.onnx.graph.DataType.FLOAT16, values, 2, 2))),
                17);
        TrainableGraph block = TrainableGraph.of(model);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray y = forward(block, manager, manager.eye(2)).head();
            assertThat(y.getDataType()).isEqualTo(DataType.FLOAT32);
            assertThat(y.toFloatArray()).containsExactly(rounded(values));
            assertThat(block.writeBack()).isEqualTo(model);
            block.getParameters().get("w").getArray().muli(3);
            Tensor written = Objects.requireNonNull(
                    block.writeBack().graph().initializers().get("w"));
            float[] tripled = rounded(values);
            for (int i = 0; i < tripled.length; i++) {
                tripled[i] *= 3;
            }
            assertThat(written).isEqualTo(Tensor.ofFloats(dev.alambic.onnx.graph.DataType.FLOAT16, tripled, 2, 2));
        }
    }

    private static float[] rounded(float[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = HalfFloat.fromFloat16(HalfFloat.toFloat16(values[i]));
        }
        return result;
    }
}
