package dev.alambic.cli.measure;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Writes a model of many small nodes with random weights, to see how what is done to one grows with it. */
public final class DeepModel {

    private static final int WIDTH = 16;
    private static final int NODES_OF_LAYER = 5;

    private DeepModel() {}

    /** Writes a model of as many nodes as the second argument says to the file that the first one names. */
    public static void main(String[] arguments) {
        int layers = Integer.parseInt(arguments[1]) / NODES_OF_LAYER;
        Random random = new Random(1);
        Graph graph = Graph.build("deep", out -> {
            out.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", WIDTH)));
            String value = "x";
            for (int i = 0; i < layers; i++) {
                String weight = out.initializer("w" + i, gaussian(random, 0.25, WIDTH, WIDTH));
                String bias = out.initializer("c" + i, gaussian(random, 1, WIDTH));
                String product = out.node(Node.of("MatMul", List.of(value, weight), "m" + i));
                String sum = out.node(Node.of("Add", List.of(product, bias), "a" + i));
                String active = out.node(Node.of("Relu", List.of(sum), "r" + i));
                String joined = out.node(Node.of("Add", List.of(active, value), "s" + i));
                value = out.node(Node.of("Tanh", List.of(joined), "t" + i));
            }
            out.output(ValueInfo.of(value, DataType.FLOAT, Shape.symbolic("batch", WIDTH)));
        });
        OnnxModel.of(graph, 17).write(Path.of(arguments[0]));
        System.out.println(arguments[0]);
    }

    private static Tensor gaussian(Random random, double deviation, long... dims) {
        return Tensor.filled(DataType.FLOAT, () -> random.nextGaussian() * deviation, dims);
    }
}
