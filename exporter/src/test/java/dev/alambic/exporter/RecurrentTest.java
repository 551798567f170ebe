package dev.alambic.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.recurrent.RNN;
import ai.djl.nn.recurrent.RecurrentBlock;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** LSTM, GRU and RNN in every layout, batch and sequence free; with their states as inputs and as results. */
class RecurrentTest {

    private static final int HIDDEN = 5;
    private static final int FEATURES = 6;
    private static final List<Boolean> BOTH = List.of(false, true);
    private static final Map<String, Supplier<RecurrentBlock.BaseBuilder<?>>> KINDS = Map.of(
            "LSTM",
            LSTM::builder,
            "GRU",
            GRU::builder,
            "RNN tanh",
            () -> RNN.builder().setActivation(RNN.Activation.TANH),
            "RNN relu",
            () -> RNN.builder().setActivation(RNN.Activation.RELU));

    /** How a stack is built. */
    private record Layout(String kind, int layers, boolean biases, boolean bidirectional, boolean batchFirst) {

        RecurrentBlock block(boolean returnState) {
            RecurrentBlock.BaseBuilder<?> builder =
                    Objects.requireNonNull(KINDS.get(kind)).get();
            builder.setNumLayers(layers);
            builder.setStateSize(HIDDEN);
            builder.optHasBiases(biases);
            builder.optBidirectional(bidirectional);
            builder.optBatchFirst(batchFirst);
            builder.optReturnState(returnState);
            return switch (kind) {
                case "LSTM" -> ((LSTM.Builder) builder).build();
                case "GRU" -> ((GRU.Builder) builder).build();
                default -> ((RNN.Builder) builder).build();
            };
        }

        Signature signature() {
            return batchFirst
                    ? Signature.of("x", DataType.FLOAT, "batch", "time", FEATURES)
                    : Signature.of("x", DataType.FLOAT, "time", "batch", FEATURES);
        }

        /** Returns the signature with the states [layers * directions, batch, hidden] as inputs. */
        Signature signatureWithStates() {
            int rows = layers * (bidirectional ? 2 : 1);
            Signature withState = signature().and("hidden", DataType.FLOAT, rows, "batch", HIDDEN);
            return kind.equals("LSTM") ? withState.and("cell", DataType.FLOAT, rows, "batch", HIDDEN) : withState;
        }
    }

    private static Stream<Layout> layouts() {
        return KINDS.keySet().stream()
                .sorted()
                .flatMap(kind -> Stream.of(1, 2)
                        .flatMap(layers -> BOTH.stream()
                                .flatMap(biases -> BOTH.stream()
                                        .flatMap(bidirectional -> BOTH.stream()
                                                .map(batchFirst ->
                                                        new Layout(kind, layers, biases, bidirectional, batchFirst))))))
                .filter(layout -> !(layout.biases && layout.bidirectional));
    }

    @TestFactory
    Stream<DynamicTest> sequences() {
        return layouts()
                .map(layout -> DynamicTest.dynamicTest(layout.toString(), () -> {
                    OnnxModel model = export(layout.block(false), layout.signature());

                    assertThat(model.graph().nodes())
                            .filteredOn(
                                    node -> node.is(layout.kind.substring(0, 3).strip()) || node.is("LSTM"))
                            .hasSize(layout.layers);
                    assertThat(model.graph().outputs()).hasSize(1);
                }));
    }

    @TestFactory
    Stream<DynamicTest> statesGivenAndReturned() {
        return layouts()
                .map(layout -> DynamicTest.dynamicTest(layout.toString(), () -> {
                    OnnxModel model = export(layout.block(true), layout.signatureWithStates());

                    assertThat(model.graph().outputs()).hasSize(layout.kind.equals("LSTM") ? 3 : 2);
                }));
    }

    @Test
    void aLayerIsOneNode() {
        Layout layout = new Layout("LSTM", 2, true, false, true);

        assertThat(export(layout.block(false), layout.signature()).graph().nodes())
                .extracting(Node::opType)
                .containsExactly("Transpose", "LSTM", "Squeeze", "LSTM", "Squeeze", "Transpose");
    }

    @TestFactory
    Stream<DynamicTest> twoDirectionsWithBiasesDoNotRunInTheEngine() {
        return KINDS.keySet().stream()
                .map(kind -> DynamicTest.dynamicTest(kind, () -> {
                    Layout layout = new Layout(kind, 1, true, true, true);

                    assertThatThrownBy(() -> export(layout.block(false), layout.signature()))
                            .isInstanceOf(UnsupportedModelException.class)
                            .hasMessageContaining("expected optHasBiases(false)");
                }));
    }

    private static OnnxModel export(RecurrentBlock block, Signature signature) {
        try (NDManager manager = NDManager.newBaseManager()) {
            RandomBlocks.initialize(block, manager, new Shape(2, 7, FEATURES));
            OnnxModel model = Exporter.export(block, signature);
            Expressions.assertNothingIsComputedFromConstants(model);
            return model;
        }
    }
}
