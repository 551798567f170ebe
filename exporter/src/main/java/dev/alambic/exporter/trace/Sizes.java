package dev.alambic.exporter.trace;

import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sizes that differ between two traces, explained by the symbols: factor s, factor s t, or factor s + offset, the first
 * that gives the numbers of both traces. Tried sizes are primes, so that a wrong explanation is unlikely; the
 * verification at other sizes finds it.
 */
final class Sizes {

    private final List<Symbol> symbols;
    private final Graph.Builder graph;
    private final Map<String, String> emitted = new HashMap<>();

    Sizes(List<Symbol> symbols, Graph.Builder graph) {
        this.symbols = symbols;
        this.graph = graph;
    }

    /** factor × symbols + offset. */
    record Expression(long factor, List<Symbol> symbols, long offset) {
        @Override
        public String toString() {
            String product = String.join("*", symbols.stream().map(Symbol::name).toList());
            String scaled = factor == 1 ? product : factor + "*" + product;
            return offset == 0 ? scaled : scaled + (offset < 0 ? "" : "+") + offset;
        }
    }

    /** Returns what gives {@code first} in the first trace and {@code second} in the second. */
    Optional<Expression> explain(long first, long second) {
        for (List<Symbol> factors : products()) {
            long a = factors.stream().mapToLong(Symbol::first).reduce(1, Math::multiplyExact);
            long b = factors.stream().mapToLong(Symbol::second).reduce(1, Math::multiplyExact);
            if (first != 0 && first % a == 0 && first / a * b == second) {
                return Optional.of(new Expression(first / a, factors, 0));
            }
        }
        return symbols.stream()
                .flatMap(symbol -> linear(symbol, first, second).stream())
                .findFirst();
    }

    private List<List<Symbol>> products() {
        List<List<Symbol>> products = new ArrayList<>();
        symbols.forEach(symbol -> products.add(List.of(symbol)));
        for (int i = 0; i < symbols.size(); i++) {
            for (int j = i + 1; j < symbols.size(); j++) {
                products.add(List.of(symbols.get(i), symbols.get(j)));
            }
        }
        return products;
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
        String shape = graph.fresh("size/" + symbol.input());
        graph.node(Node.of("Shape", List.of(symbol.input()), shape));
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
