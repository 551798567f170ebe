package dev.alambic.quantizer.accuracy;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the channels between two products alike, so that one scale fits them all, without changing what they compute:
 *
 * <pre>{@code
 * r1[i] = max |W1[i, :]|      r2[i] = max |W2[:, i]|      s[i] = sqrt(r1[i] / r2[i])
 * W1[i, :] /= s[i]            b1[i] /= s[i]               W2[:, i] *= s[i]
 * }</pre>
 *
 * <p>for Conv, Gemm and MatMul (with its Add) joined by nothing, Relu, LeakyRelu, PRelu or pooling, depthwise
 * convolutions included; repeated over all pairs until nothing moves. A pair around a Clip (Relu6) is left alone: it
 * does not commute with factors. Channels that one of the two does not use stay as they are.
 *
 * <p>Source: Nagel et al., <cite>Data-Free Quantization through Weight Equalization and Bias Correction</cite>, ICCV
 * 2019, section 4.1.
 */
public final class CrossLayerEqualization implements Pass {
    private static final int MAX_ROUNDS = 40;
    /** A factor closer to one than this moves no integer. */
    private static final double CONVERGED = 1e-3;

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        Rescaling rescaling = new Rescaling(graph);
        List<Joint> joints = new ArrayList<>();
        ProductView.all(graph).forEach(second -> Joint.before(graph, second).ifPresent(joints::add));
        boolean moved = false;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            double largest = 0;
            for (Joint joint : joints) {
                largest = Math.max(largest, joint.equalize(rescaling, CONVERGED));
            }
            moved |= largest > CONVERGED;
            if (largest <= CONVERGED) {
                break;
            }
        }
        List<String> notes = clipped(graph);
        return new Outcome(
                moved ? model.withGraph(graph.rewrite((out, node) -> out.node(rescaling.applied(out, node)))) : model,
                notes);
    }

    private static List<String> clipped(Graph graph) {
        long pairs = ProductView.all(graph).stream()
                .filter(unit -> graph.index()
                        .producer(unit.input())
                        .filter(node -> node.is("Clip"))
                        .map(node -> node.inputs().get(0))
                        .flatMap(graph.index()::producer)
                        .filter(node -> ProductView.of(graph, node).isPresent())
                        .isPresent())
                .count();
        return pairs == 0
                ? List.of()
                : List.of(pairs + " pairs of layers around a Clip were not equalized: a Clip has a scale of its own");
    }
}
