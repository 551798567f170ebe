package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Node;

/**
 * LSTM, GRU and RNN: a hidden unit is a row of each gate, a column of the recurrence, its biases, its part of the state
 * and of the output. Both directions lose the same unit.
 *
 * <p>Inputs: X [length, batch, input], W [directions, gates * hidden, input], R [directions, gates * hidden, hidden], B
 * [directions, 2 * gates * hidden], lengths, initial states [directions, batch, hidden], peepholes P [directions, 3 *
 * hidden].
 */
record Recurrent(int gates) implements AxisRule {
    private static final int X = 0;
    private static final int W = 1;
    private static final int R = 2;
    private static final int B = 3;
    private static final int LENGTHS = 4;
    private static final int PEEPHOLES = 7;

    @Override
    public void couple(Site site) {
        if (site.node().intAttribute("layout", 0) != 0 || site.rank(R) != 3 || site.rank(W) != 3) {
            return;
        }
        int hidden = site.size(R, 2);
        site.tie(X, 2, W, 2, PositionPairs.same(site.size(X, 2)));
        site.tie(R, 2, W, 1, PositionPairs.repeated(hidden, gates));
        site.tie(R, 2, R, 1, PositionPairs.repeated(hidden, gates));
        if (site.has(B)) {
            site.tie(R, 2, B, 1, PositionPairs.repeated(hidden, 2 * gates));
        }
        for (int state = LENGTHS + 1;
                state < Math.min(PEEPHOLES, site.node().inputs().size());
                state++) {
            if (site.has(state)) {
                site.tie(R, 2, state, 2, PositionPairs.same(hidden));
            }
        }
        if (site.has(PEEPHOLES)) {
            site.tie(R, 2, PEEPHOLES, 1, PositionPairs.repeated(hidden, 3));
        }
        for (int output = 0; output < site.node().outputs().size(); output++) {
            long[] dims = site.outputDims(output);
            if (dims != null) {
                site.flow(R, 2, output, dims.length - 1, PositionPairs.same(hidden));
            }
        }
    }

    @Override
    public Node cut(Node node, AxisCut cut) {
        return node.with("hidden_size", cut.kept(node.inputs().get(R), 2).length);
    }
}
