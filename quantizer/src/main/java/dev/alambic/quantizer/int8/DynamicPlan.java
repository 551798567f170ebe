package dev.alambic.quantizer.int8;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.onnx.view.RecurrentView;
import dev.alambic.onnx.view.TiedProduct;
import java.util.List;
import java.util.Optional;

/** What dynamic quantization makes integers: products by constant matrices, and embedding tables. */
final class DynamicPlan {
    /** A smaller table is not worth its DequantizeLinear. */
    private static final long MIN_TABLE = 1024;

    private final Graph graph;
    private final Int8Options options;
    private final Names excluded;

    DynamicPlan(Graph graph, Int8Options options) {
        this.graph = graph;
        this.options = options;
        this.excluded = Names.of(options.exceptions().excluded());
    }

    /** Returns the view of {@code node} if it becomes a product of integers. */
    Optional<ProductView> product(Node node) {
        boolean convolves = options.extras().contains(Extra.DYNAMIC_CONV);
        return ProductView.of(graph, node)
                .filter(ProductView::hasKnownBias)
                .filter(unit -> (convolves || !unit.isConv()) && !excluded.match(node));
    }

    /** Returns the table that {@code node} picks rows of, if it becomes integers. */
    Optional<Tensor> table(Node node) {
        if (!node.is("Gather") || node.intAttribute("axis", 0) != 0) {
            return Optional.empty();
        }
        String name = node.inputs().get(0);
        boolean alone = graph.index().consumers(name).stream()
                .allMatch(reader -> TiedProduct.looksUp(reader, name) && !excluded.match(reader));
        return large(name).filter(tensor -> alone);
    }

    private Optional<Tensor> large(String table) {
        return graph.constant(table)
                .filter(tensor -> !graph.index().isOutput(table))
                .filter(tensor -> tensor.dataType() == DataType.FLOAT && tensor.elementCount() >= MIN_TABLE);
    }

    /** Returns the table whose words {@code node} looks up while others multiply by it, if both become integers. */
    Optional<Tensor> tiedTable(Node node) {
        if (!node.is("Gather") || node.intAttribute("axis", 0) != 0) {
            return Optional.empty();
        }
        return isTied(node.inputs().get(0)) ? large(node.inputs().get(0)) : Optional.empty();
    }

    /** Returns {@code node} if it multiplies by a table whose words are looked up, and both become integers. */
    Optional<TiedProduct> tied(Node node) {
        return TiedProduct.of(graph, node).filter(tied -> isTied(tied.table()));
    }

    private boolean isTied(String table) {
        List<TiedProduct> products = TiedProduct.all(graph, table);
        return large(table).isPresent()
                && !products.isEmpty()
                && products.stream().allMatch(tied -> tied.hasKnownBias() && !excluded.match(tied.node()))
                && graph.index().consumers(table).stream().noneMatch(excluded::match);
    }

    /** Returns the view of {@code node} if it is recurrent and its weights become integers. */
    Optional<RecurrentView> recurrent(Node node) {
        return options.recurrent() == Recurrent.FLOAT || excluded.match(node)
                ? Optional.empty()
                : RecurrentView.of(graph, node);
    }

    /** Returns how many weights of a table or a recurrent node become integers, whatever the products do. */
    Optional<Long> weightsBesideProducts(Node node) {
        return table(node).map(Tensor::elementCount).or(() -> recurrent(node).map(RecurrentView::weights));
    }
}
