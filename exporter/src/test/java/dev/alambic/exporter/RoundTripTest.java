package dev.alambic.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.basicmodelzoo.cv.classification.ResNetV1;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.alambic.exporter.importer.TrainableGraph;
import dev.alambic.exporter.trace.EngineTensors;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A block, exported and imported: both learn alike from the same batches, and what is written back computes in ONNX
 * Runtime what the imported block does.
 */
class RoundTripTest {

    private static final int STEPS = 4;
    private static final float LEARNING_RATE = 0.01f;
    /** Rounding of float32 in another order, grown over the steps. */
    private static final Percentage SAME_LOSS = Percentage.withPercentage(0.01);

    private static final double SAME_OUTPUT = 1e-5;

    @TestFactory
    Stream<DynamicTest> aNetworkLearnsTheSameOnBothSides() {
        return Stream.of(
                test("perceptron", perceptron(), 12),
                test("convolutions and batch norm", convolutions(), 2, 12, 12),
                test("ResNet-18", resNet(), 3, 32, 32),
                test("LSTM", recurrent(lstm()), 7, 6),
                test("GRU", recurrent(gru()), 7, 6),
                test("transformer encoder", new TransformerEncoderBlock(8, 2, 16, 0, Activation::gelu), 7, 8));
    }

    private static Block perceptron() {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(16).build())
                .add(Activation::relu)
                .add(Linear.builder().setUnits(3).build());
    }

    private static Block convolutions() {
        return new SequentialBlock()
                .add(Conv2d.builder()
                        .setKernelShape(new Shape(3, 3))
                        .setFilters(4)
                        .build())
                .add(BatchNorm.builder().build())
                .add(Activation::relu)
                .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add(Conv2d.builder()
                        .setKernelShape(new Shape(3, 3))
                        .setFilters(5)
                        .build())
                .add(Pool.globalAvgPool2dBlock())
                .add(Linear.builder().setUnits(3).build());
    }

    private static Block resNet() {
        return ResNetV1.builder()
                .setNumLayers(18)
                .setOutSize(10)
                .setImageShape(new Shape(3, 32, 32))
                .build();
    }

    private static Block lstm() {
        return LSTM.builder().setNumLayers(2).setStateSize(5).build();
    }

    private static Block gru() {
        return GRU.builder().setNumLayers(1).setStateSize(5).build();
    }

    private static Block recurrent(Block layer) {
        return new SequentialBlock()
                .add(layer)
                .addSingleton(x -> x.mean(new int[] {1}))
                .add(Linear.builder().setUnits(3).build());
    }

    private static DynamicTest test(String name, Block block, long... dims) {
        return DynamicTest.dynamicTest(name, () -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                Shape shape = new Shape(4).addAll(new Shape(dims));
                RandomBlocks.initialize(block, manager, shape);
                TrainableGraph graph = TrainableGraph.of(Exporter.export(block, signature(dims)));
                graph.initialize(manager, DataType.FLOAT32, shape);
                NDArray batch = manager.randomNormal(shape);
                double first = 0;
                double last = 0;
                for (int i = 0; i < STEPS; i++) {
                    last = step(graph, batch, manager);
                    first = i == 0 ? last : first;
                    assertThat(last).as("loss of step %d", i).isCloseTo(step(block, batch, manager), SAME_LOSS);
                }
                assertThat(last).as("the loss falls").isLessThan(first);
                assertThat(writtenBack(graph, batch, manager)).isLessThanOrEqualTo(SAME_OUTPUT);
            }
        });
    }

    private static Signature signature(long... dims) {
        Object[] free = new Object[dims.length + 1];
        free[0] = "batch";
        for (int i = 0; i < dims.length; i++) {
            free[i + 1] = dims[i];
        }
        return Signature.of("x", dev.alambic.onnx.graph.DataType.FLOAT, free).output("y");
    }

    /** Takes a step down the mean of squares of the output, which it returns. */
    private static double step(Block block, NDArray batch, NDManager manager) {
        double loss;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray output = block.forward(new ParameterStore(manager, false), new NDList(batch), true)
                    .head();
            NDArray squares = output.mul(output).mean();
            collector.backward(squares);
            loss = squares.getFloat();
        }
        for (Parameter parameter : block.getParameters().values()) {
            if (parameter.requiresGradient()) {
                NDArray weight = parameter.getArray();
                try (NDArray gradient = weight.getGradient();
                        NDArray move = gradient.mul(LEARNING_RATE)) {
                    weight.setRequiresGradient(false);
                    weight.subi(move);
                    weight.setRequiresGradient(true);
                    gradient.subi(gradient);
                }
            }
        }
        return loss;
    }

    /** Returns the difference of the written model from the block, relative to the largest output. */
    private static double writtenBack(TrainableGraph graph, NDArray batch, NDManager manager) {
        Tensor expected =
                EngineTensors.tensorOf(graph.forward(new ParameterStore(manager, false), new NDList(batch), false)
                        .head());
        OnnxModel model = graph.writeBack();
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            Tensor actual =
                    session.run(Map.of("x", EngineTensors.tensorOf(batch))).get("y");
            return Agreement.of(expected, Objects.requireNonNull(actual)).relative();
        }
    }
}
