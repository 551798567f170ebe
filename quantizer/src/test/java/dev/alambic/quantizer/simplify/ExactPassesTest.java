package dev.alambic.quantizer.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.structure.RandomNetworks;
import dev.alambic.quantizer.pass.Pass;
import dev.alambic.quantizer.pass.Passes;
import dev.alambic.quantizer.pass.Pipeline;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every exact pass, on networks made by chance and on models all of whose weights have an input. */
class ExactPassesTest {

    private static final List<Pass> PASSES = List.of(
            new ConstantsToInitializers(),
            new ResolveShapes(),
            new FoldConstants(),
            new DropIdentities(),
            new MergeDuplicates(),
            new FuseMatMulAdd(),
            new FoldPad(),
            new FoldAffine(),
            new FoldBatchNorm(),
            new DropDeadNodes());

    /** Something to do for each of the passes. */
    private static final OnnxModel IMAGES = GraphText.model("""
            x: float[batch, 2, 7, 7]
            padded = Pad(x, sides)
            conv = Conv(padded, kernel)
            norm = BatchNormalization(conv, n.scale, n.bias, n.mean, n.var)
            scaled = Mul(norm, two)
            same = Add(scaled, zero)
            copy = Identity(same)
            sum = Add(two, two)
            times = Mul(copy, sum)
            flat = Reshape(times, target)
            product = MatMul(flat, matrix)
            y = Add(product, row)
            again = Add(product, row)
            dead = Relu(again)
            return y; again
            """, b -> {
        Weights weights = new Weights(8);
        b.initializer("sides", Tensor.ofLongs(new long[] {0, 0, 1, 1, 0, 0, 1, 1}, 8));
        b.initializer("kernel", weights.tensor(3, 2, 3, 3));
        weights.batchNorm(b, "n", 3);
        b.initializer("two", Tensor.scalar(2f));
        b.initializer("zero", Tensor.ofFloats(new float[1], 1));
        b.initializer("target", Tensor.ofLongs(new long[] {-1, 147}, 2));
        b.initializer("matrix", weights.tensor(147, 4));
        b.initializer("row", weights.tensor(4));
    });

    /** Returns {@code model} with every initializer as the default of an input. */
    private static OnnxModel open(OnnxModel model) {
        return model.mapGraph(graph -> graph.edit(b -> graph.initializers()
                .forEach((name, tensor) -> b.input(ValueInfo.of(name, tensor.dataType(), Shape.of(tensor.dims()))))));
    }

    static Stream<Pass> passes() {
        return PASSES.stream();
    }

    @ParameterizedTest
    @MethodSource("passes")
    void nothingIsLeftForASecondRun(Pass pass) {
        Passes.run(pass, IMAGES);
        Passes.run(pass, RandomNetworks.convolutional(7));
        Passes.run(pass, RandomNetworks.perceptron(8));
    }

    @ParameterizedTest
    @MethodSource("passes")
    void defaultsThatACallerMayOverrideAreNoConstants(Pass pass) {
        OnnxModel open = open(IMAGES);

        OnnxModel made = Passes.run(pass, open);

        assertThat(made.graph().inputs()).isEqualTo(open.graph().inputs());
        assertThat(made.graph().initializers()).isEqualTo(open.graph().initializers());
    }

    @Test
    void theSameConstantsAreFoldedIfNobodyCanOverrideThem() {
        OnnxModel made = Pipeline.of(PASSES).run(IMAGES).model();

        assertThat(made.graph().nodes())
                .extracting(Node::opType)
                .containsExactly("Conv", "Reshape", "Gemm", "Add", "Add");
    }
}
