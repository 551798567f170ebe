package dev.alambic.exporter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractSymbolBlock;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParameterList;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What cannot be exported is refused by a message that names the block and the reason. */
class RefusalsTest {

    @Test
    void operationWithoutAnOnnxForm() {
        refused(NDArray::erfinv, "NDArray.erfinv() on float32(2, 3)");
    }

    @Test
    void elementsThatDecideWhatIsComputed() {
        refused(x -> x.sum().getFloat() > 0 ? x : x.neg(), "data-dependent NDArray.getFloat()");
    }

    @Test
    void batchThatDecidesWhatIsComputed() {
        refused(x -> x.size(0) > 2 ? x.neg() : x.abs(), "the same operations at every size");
    }

    @Test
    void viewOfATensorChangedInPlace() {
        refused(
                x -> {
                    NDArray copy = x.mul(2);
                    NDArray view = copy.get(":, 1:");
                    copy.addi(1);
                    return view;
                },
                "a view is not read after its tensor was changed in place");
    }

    @Test
    void randomNumbers() {
        refused(x -> x.add(x.getManager().randomNormal(x.getShape())), "no random numbers");
    }

    @Test
    void samplesOfADistribution() {
        refused(x -> x.getManager().randomMultinomial(3, x.get(0).softmax(0)).add(x), "no random numbers");
        refused(x -> x.getManager().truncatedNormal(x.getShape()).add(x), "no random numbers");
    }

    @Test
    void arrayKeptFromAnEarlierRun() {
        NDArray[] kept = {null};
        refused(
                x -> {
                    kept[0] = kept[0] == null ? x.sum(new int[] {0}) : kept[0];
                    return x.mul(kept[0]);
                },
                "a block keeps no array from one run for another");
    }

    @Test
    void arrayLeftToTheBlockItself() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray outside = manager.zeros(new Shape(2, 3));
            refused(
                    x -> {
                        x.copyTo(outside);
                        return x.neg();
                    },
                    "a block keeps nothing of a run");
        }
    }

    @Test
    void operationThatTheEngineLacks() {
        refused(x -> x.max(new int[] {0, 1}), "the engine runs what is exported");
        refused(x -> x.getNDArrayInternal().prelu(x, x).head(), "DJL's PyTorch engine does not implement it");
    }

    @Test
    void imagesThatTheEngineScalesAsOnnxCannot() {
        refused(x -> image(x).getNDArrayInternal().interpolation(new long[] {2, 2}, 2, false), "divides the image's");
        refused(
                x -> Pool.lpPool2d(image(x), 3, new Shape(1, 2), new Shape(1, 1), new Shape(0, 0), false),
                "an Lp pool has an ONNX form for an even p");
        refused(
                x -> Pool.lpPool2d(image(x), 2, new Shape(1, 2), new Shape(1, 2), new Shape(0, 0), true),
                "an Lp pool rounds extents down");
    }

    private static NDArray image(NDArray x) {
        return x.reshape(-1, 1, 1, 3).repeat(2, 3);
    }

    @Test
    void complexNumbers() {
        refused(x -> x.rfft(3).real(), "NDArray.rfft(3) on float32(2, 3): ONNX has no complex numbers");
    }

    @Test
    void gradients() {
        refused(x -> x.add(x.getGradient()), "it belongs to training");
    }

    @Test
    void assignmentThatDependsOnHowManyAMaskSelects() {
        refused(
                x -> {
                    NDArray y = x.mul(2);
                    y.set(new NDIndex("{}", x.gt(-9)), x.flatten());
                    return y;
                },
                "a mask in an assignment stands alone and takes one number");
    }

    @Test
    void elementsPrintedOrCompared() {
        refused(x -> x.toDebugString().isEmpty() ? x : x.neg(), "data-dependent NDArray.toDebugString()");
        refused(x -> x.contentEquals(0) ? x : x.neg(), "data-dependent NDArray.contentEquals()");
        refused(x -> x.unique().get(0), "data-dependent NDArray.unique()");
    }

    @Test
    void constantAsReceiver() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray constant = manager.create(new float[] {1, 2, 3});
            refused(constant::mul, "an array that the block holds is an argument, not the receiver");
        }
    }

    @Test
    void constantAsResult() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray constant = manager.create(new float[] {1, 2, 3});
            refused(x -> constant, "one is computed from the inputs");
        }
    }

    @Test
    void outputsThatSayNothing() {
        refused(x -> x.mul(0), "outputs of the block that vary");
    }

    @Test
    void outputsThatAreNotFinite() {
        refused(x -> x.abs().add(1).neg().log(), "finite outputs");
    }

    @Test
    void trainingMode() {
        refused(x -> x.getNDArrayInternal().dropout(x, 0.5f, true).head(), "training=false");
        refused(RefusalsTest::normalizedAsInTraining, "training=false");
    }

    @Test
    void changeOfAParameter() {
        Linear linear = Linear.builder().setUnits(2).build();
        try (NDManager manager = NDManager.newBaseManager()) {
            RandomBlocks.initialize(linear, manager, new Shape(1, 3));
            Block block = new LambdaBlock(inputs -> inputs) {
                @Override
                protected NDList forwardInternal(
                        ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
                    NDArray x = inputs.head();
                    NDArray weight = store.getValue(linear.getParameters().get("weight"), x.getDevice(), training);
                    return new NDList(x.matMul(weight.muli(2).transpose()));
                }
            };

            assertThatThrownBy(() -> Exporter.export(block, Signature.of("x", DataType.FLOAT, "batch", 3)))
                    .isInstanceOf(UnsupportedModelException.class)
                    .hasMessageContaining("parameters and constants are not changed by a block");
        }
    }

    @Test
    void blockThatIsNotInitialized() {
        assertThatThrownBy(() -> Exporter.export(
                        Linear.builder().setUnits(2).build(), Signature.of("x", DataType.FLOAT, "batch", 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it is initialized before it is exported");
    }

    @Test
    void blockThatDoesNotRepeatItself() {
        int[] calls = {0};
        refused(x -> x.add(calls[0]++ / 2), "every node agrees at the traced sizes");
    }

    @Test
    void torchScript() {
        Block script = new AbstractSymbolBlock() {
            @Override
            protected NDList forwardInternal(
                    ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
                return inputs;
            }

            @Override
            public ParameterList getDirectParameters() {
                return new ParameterList();
            }
        };

        assertThatThrownBy(() -> Exporter.export(
                        new SequentialBlock().add(script), Signature.of("x", DataType.FLOAT, "batch", 3)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("torch.onnx.export");
    }

    @Test
    void nameThatIsTaken() {
        assertThatThrownBy(() -> Exporter.export(
                        LambdaBlock.singleton(x -> x.neg().abs()),
                        Signature.of("x", DataType.FLOAT, "batch", 3).output("Neg")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a name that no input, parameter or layer has");
    }

    @Test
    void asManyNamesAsOutputs() {
        assertThatThrownBy(() -> Exporter.export(
                        LambdaBlock.singleton(NDArray::neg),
                        Signature.of("x", DataType.FLOAT, "batch", 3)
                                .output("a")
                                .output("b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("as many outputs as the block returns");
    }

    private static NDArray normalizedAsInTraining(NDArray x) {
        NDArray ones = x.getManager().ones(new Shape(3));
        return x.getNDArrayInternal()
                .batchNorm(x, ones, ones, ones, ones, 1, 0.9f, 1e-5f, true)
                .head();
    }

    private static void refused(UnaryOperator<NDArray> expression, String message) {
        Block block = new SequentialBlock().addSingleton(expression);
        assertThatThrownBy(() -> Exporter.export(block, Signature.of("x", DataType.FLOAT, "batch", 3)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining(message);
    }
}
