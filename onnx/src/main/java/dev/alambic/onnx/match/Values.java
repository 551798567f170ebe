package dev.alambic.onnx.match;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The values of a graph as recognizers see them: who computes them for one reader alone, and which are numbers. */
public final class Values {
    /** Relative difference up to which a constant of a graph is the number of a formula; exporters round them. */
    private static final double TOLERANCE = 1e-6;

    private final Graph graph;
    private final Predicate<DataType> types;

    private Values(Graph graph, Predicate<DataType> types) {
        this.graph = graph;
        this.types = types;
    }

    /** Returns the values of {@code graph}, whose constants are float32. */
    public static Values of(Graph graph) {
        return new Values(graph, DataType.FLOAT::equals);
    }

    /** Returns the values of {@code graph}, whose constants are of any floating-point type. */
    public static Values ofFloats(Graph graph) {
        return new Values(graph, DataType::isFloating);
    }

    /** Returns the {@code opType} that writes {@code value}, if only one node reads that. */
    public Optional<Node> inner(String value, String opType) {
        return graph.index()
                .producer(value)
                .filter(node -> node.is(opType) && node.outputs().size() == 1)
                .filter(node -> graph.index().soleConsumer(value).isPresent());
    }

    /** Returns the {@code opType} that writes {@code value}, whoever reads it. */
    public Optional<Node> writer(String value, String opType) {
        return graph.index().producer(value).filter(node -> node.is(opType));
    }

    /** Returns whether all readers of {@code value} are among {@code nodes}. */
    public boolean isReadOnlyBy(String value, List<Node> nodes) {
        return !graph.index().isOutput(value) && nodes.containsAll(graph.index().consumers(value));
    }

    /** Returns the constant {@code value}, if it is of floats and no caller can override it. */
    public Optional<Tensor> constant(String value) {
        return graph.constant(value).filter(tensor -> types.test(tensor.dataType()));
    }

    /** Returns the constant list of integers {@code value}. */
    public Optional<long[]> integers(String value) {
        return graph.constant(value)
                .filter(tensor -> tensor.dataType() == DataType.INT64)
                .map(Tensor::longs);
    }

    /** Returns the number that {@code value} is for all elements of what it is combined with. */
    public Optional<Double> number(String value) {
        return constant(value)
                .filter(tensor -> tensor.elementCount() == 1 && tensor.rank() <= 1)
                .map(tensor -> (double) tensor.floats()[0]);
    }

    public boolean is(String value, double number) {
        return number(value).filter(actual -> isNear(actual, number)).isPresent();
    }

    public static boolean isNear(double actual, double number) {
        return Math.abs(actual - number) <= TOLERANCE * Math.abs(number);
    }

    /** Returns the operand of a node of two beside the number {@code number}. */
    public Optional<String> besides(Node node, double number) {
        List<String> operands = node.inputs();
        if (is(operands.get(1), number)) {
            return Optional.of(operands.get(0));
        }
        return is(operands.get(0), number) ? Optional.of(operands.get(1)) : Optional.empty();
    }

    /**
     * A value taken apart into factors; products inside of it that are read elsewhere are factors as they are.
     *
     * @param number the product of all factors that are numbers
     * @param factors the others
     * @param inner the nodes that multiply
     */
    public record Product(double number, List<String> factors, List<Node> inner) {

        /** Returns the factor beside {@code factor}, if there are these two. */
        public Optional<String> besides(String factor) {
            return factors.size() == 2 && factors.contains(factor)
                    ? Optional.of(factors.get(factors.get(0).equals(factor) ? 1 : 0))
                    : Optional.empty();
        }
    }

    /** Takes the result of {@code node} apart, if it is a product. */
    public Optional<Product> product(Node node) {
        if (!node.is("Mul") && !node.is("Div")) {
            return Optional.empty();
        }
        List<String> factors = new ArrayList<>();
        List<Node> inner = new ArrayList<>();
        double number = multiply(node, factors, inner);
        return Optional.of(new Product(number, factors, inner));
    }

    /** Takes {@code value} apart; what is no product is its own factor. */
    public Product product(String value) {
        return inner(value, "Mul")
                .or(() -> inner(value, "Div"))
                .flatMap(this::product)
                .orElseGet(() -> new Product(1, List.of(value), List.of()));
    }

    private double multiply(Node node, List<String> factors, List<Node> inner) {
        String first = node.inputs().get(0);
        String second = node.inputs().get(1);
        if (node.is("Div") && number(second).isEmpty()) {
            factors.add(node.output());
            return 1;
        }
        inner.add(node);
        double left = factor(first, factors, inner);
        return node.is("Div") ? left / number(second).orElseThrow() : left * factor(second, factors, inner);
    }

    private double factor(String value, List<String> factors, List<Node> inner) {
        Optional<Double> number = number(value);
        if (number.isPresent()) {
            return number.get();
        }
        Optional<Node> product = inner(value, "Mul").or(() -> inner(value, "Div"));
        if (product.isPresent()) {
            return multiply(product.get(), factors, inner);
        }
        factors.add(value);
        return 1;
    }
}
