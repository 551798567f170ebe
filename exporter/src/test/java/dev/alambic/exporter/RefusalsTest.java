package dev.alambic.exporter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractSymbolBlock;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParameterList;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.alambic.onnx.DataType;
import dev.alambic.onnx.UnsupportedModelException;
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

    private static void refused(UnaryOperator<NDArray> expression, String message) {
        Block block = new SequentialBlock().addSingleton(expression);
        assertThatThrownBy(() -> Exporter.export(block, Signature.of("x", DataType.FLOAT, "batch", 3)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining(message);
    }
}
