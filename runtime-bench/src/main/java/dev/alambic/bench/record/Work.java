package dev.alambic.bench.record;

import java.util.List;

/**
 * What a model has to do and to hold, counted from its graph.
 *
 * @param macs multiplications whose product is added to a sum, of one run
 * @param batch samples of that run
 * @param operators those that multiply or hold weights, in the order of the graph
 */
public record Work(long macs, int batch, List<OperatorWork> operators) {

    public Work {
        operators = List.copyOf(operators);
    }

    /**
     * The part of one operator.
     *
     * @param nodes of that operator
     * @param weightBytes of the constants that they read, in the type that they are stored in; what several nodes read
     *     counts at the first, and weights that are dequantized or moved first count at what uses them
     */
    public record OperatorWork(String operator, int nodes, long macs, long weightBytes) {}
}
