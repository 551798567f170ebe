package dev.alambic.exporter.trace;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sizes that differ between two traces, explained by the symbols (factor s, factor s t, factor s t u, factor s +
 * offset) or by an extent of a value that is already computed (factor e): the simplest that gives the numbers of both
 * traces. A wrong explanation is possible and found by the verification at other sizes.
 */
final class Sizes {

    private final List<Symbol> symbols;
    private final Graph.Builder graph;
    private final Map<String, String> emitted = new HashMap<>();

    /** Extents of computed values by the pair of their sizes, the earliest value of each. */
    private final Map<List<Long>, Symbol> extents = new LinkedHashMap<>();

    Sizes(List<Symbol> symbols, Graph.Builder graph) {
        this.symbols = symbols;
        this.graph = graph;
    }

    /** factor × symbols + offset. */
    record Expression(long factor, List<Symbol> symbols, long offset) {

        /** Returns how much there is to it; a symbol alone is the least. */
        private long complexity() {
            return Math.abs(factor - 1) + Math.abs(offset) + 2L * symbols.size();
        }

        @Override
        public String toString() {
            String product = String.join("*", symbols.stream().map(Symbol::name).toList());
            String scaled = factor == 1 ? product : factor + "*" + product;
            return offset == 0 ? scaled : scaled + (offset < 0 ? "" : "+") + offset;
        }
    }

    /** Makes the extents of the computed {@code value} known, those that are {@code first} and {@code second}. */
    void learn(String value, long[] first, long[] second) {
        for (int axis = 0; axis < Math.min(first.length, second.length); axis++) {
            if (first[axis] != second[axis] && first[axis] > 0 && second[axis] > 0) {
                extents.putIfAbsent(
                        List.of(first[axis], second[axis]),
                        new Symbol(value + "[" + axis + "]", value, axis, first[axis], second[axis]));
            }
        }
    }

    /**
     * Returns what gives {@code first} in the first trace and {@code second} in the second.
     *
     * @throws UnsupportedModelException if nothing does; {@code where} begins the message
     */
    Expression explain(Object where, long first, long second) {
        return Stream.concat(ofSymbols(first, second), ofExtents(first, second))
                .min(Comparator.comparingLong(Expression::complexity))
                .orElseThrow(() -> new UnsupportedModelException(where
                        + ": a size is a linear expression of the free sizes of the inputs (expected factor * symbol +"
                        + " offset, was " + first + " in one trace and " + second + " in another)"));
    }

    /** Returns the name of an extent, a multiple of symbols or a symbol with an offset; nothing if it has none. */
    Optional<String> name(long first, long second) {
        return ofSymbols(first, second)
                .filter(size -> size.offset == 0 || size.factor == 1)
                .min(Comparator.comparingLong(Expression::complexity))
                .map(Expression::toString);
    }

    private Stream<Expression> ofSymbols(long first, long second) {
        Stream<Expression> products = products().stream().flatMap(factors -> multiple(factors, first, second).stream());
        return Stream.concat(products, symbols.stream().flatMap(symbol -> linear(symbol, first, second).stream()));
    }

    private Stream<Expression> ofExtents(long first, long second) {
        return extents.values().stream().flatMap(extent -> multiple(List.of(extent), first, second).stream());
    }

    private List<List<Symbol>> products() {
        List<List<Symbol>> products = new ArrayList<>();
        for (Symbol symbol : symbols) {
            List<List<Symbol>> longer = new ArrayList<>();
            for (List<Symbol> product : products) {
                if (product.size() < 3) {
                    List<Symbol> factors = new ArrayList<>(product);
                    factors.add(symbol);
                    longer.add(factors);
                }
            }
            products.addAll(longer);
            products.add(List.of(symbol));
        }
        return products;
    }

    private static Optional<Expression> multiple(List<Symbol> factors, long first, long second) {
        long a = factors.stream().mapToLong(Symbol::first).reduce(1, Math::multiplyExact);
        long b = factors.stream().mapToLong(Symbol::second).reduce(1, Math::multiplyExact);
        boolean explains = first != 0 && first % a == 0 && first / a * b == second;
        return explains ? Optional.of(new Expression(first / a, factors, 0)) : Optional.empty();
    }

    private static Optional<Expression> linear(Symbol symbol, long first, long second) {
        long step = symbol.second() - symbol.first();
        if ((second - first) % step != 0) {
            return Optional.empty();
        }
        long factor = (second - first) / step;
        return Optional.of(new Expression(factor, List.of(symbol), first - factor * symbol.first()));
    }

    /** Returns the name of a value that holds {@code expression} as int64[1]. */
    String emit(Expression expression) {
        String known = emitted.get(expression.toString());
        if (known != null) {
            return known;
        }
        String size = sizeOf(expression.symbols().get(0));
        for (Symbol symbol :
                expression.symbols().subList(1, expression.symbols().size())) {
            size = node("Mul", size, sizeOf(symbol));
        }
        if (expression.factor() != 1) {
            size = node("Mul", size, constant(expression.factor()));
        }
        if (expression.offset() != 0) {
            size = node("Add", size, constant(expression.offset()));
        }
        emitted.put(expression.toString(), size);
        return size;
    }

    private String sizeOf(Symbol symbol) {
        String known = emitted.get("symbol " + symbol.name());
        if (known != null) {
            return known;
        }
        String shape = emitted.computeIfAbsent(
                "shape " + symbol.input(),
                key -> graph.node(Node.of("Shape", List.of(symbol.input()), graph.fresh("size/" + symbol.input()))));
        String size = graph.node(
                Node.of("Gather", List.of(shape, constant(symbol.axis())), graph.fresh("size/" + symbol.name())));
        emitted.put("symbol " + symbol.name(), size);
        return size;
    }

    private String node(String opType, String left, String right) {
        return graph.node(Node.of(opType, List.of(left, right), graph.fresh("size/" + opType)));
    }

    /** Returns the name of the int64[1] constant {@code number}. */
    String constant(long number) {
        return emitted.computeIfAbsent(
                "constant " + number,
                key -> graph.initializer(
                        graph.fresh("size/constant_" + number), Tensor.ofLongs(new long[] {number}, 1)));
    }

    /** Returns the name of an int64 vector, each element a fixed number or an expression. */
    String vector(String name, List<Object> elements) {
        List<String> parts = elements.stream()
                .map(element -> element instanceof Expression size ? emit(size) : constant((Long) element))
                .toList();
        return graph.node(Node.of("Concat", parts, graph.fresh(name)).with("axis", 0));
    }
}
