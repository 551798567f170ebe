package dev.alambic.quantizer.int8;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.List;

/**
 * Makes one operator on integers of each float operator between DequantizeLinear and QuantizeLinear that has one.
 *
 * <pre>{@code
 * Q(Relu(Conv(DQ(x), DQ(w), DQ(b))))    becomes    QLinearConv(x, w, b)
 * Q(Add(DQ(x), DQ(y)))                  becomes    com.microsoft.QLinearAdd(x, y)
 * Q(MaxPool(DQ(x)))                     becomes    MaxPool(x), if both scales are the same
 * Gemm(DQ(x), DQ(w), DQ(b))             becomes    com.microsoft.QGemm(x, w, b), a float32 result
 * }</pre>
 *
 * <p>A Relu or Clip disappears where the integers cannot hold what it cuts off; a Relu that does not, since zero is
 * stored in the middle, becomes a QLinearLeakyRelu of slope 0. What has no such operator stays as it is.
 */
public final class WriteQOperators implements Pass.Lossy {
    static final String EXTENSIONS = "com.microsoft";

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        Graph written = new QOperatorWriter(graph, model.opset()).written();
        if (written.equals(graph)) {
            return new Outcome(model, List.of("nothing between DequantizeLinear and QuantizeLinear: nothing to do"));
        }
        return Outcome.of(model.withGraph(written).withOpset(EXTENSIONS, 1));
    }
}
