package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.Optional;

/**
 * Drops nodes that pass their input on, such as {@code Identity}, {@code Dropout} outside training, {@code Reshape} to
 * the extents that are there, or an {@code Add} of zero, and makes one of two {@code Cast}, {@code Transpose} or
 * {@code Reshape} in a row; see {@link Identities} and {@link Chains} for which.
 *
 * <p>A node between an input and an output of the model stays, since both names belong to the caller; so does one that
 * a subgraph reads from.
 */
public final class DropIdentities implements Pass {

    @Override
    public Outcome apply(OnnxModel model) {
        if (model.graph().nodes().stream().noneMatch(DropIdentities::isCandidate)) {
            return Outcome.of(model);
        }
        Bypass bypass = new Bypass(model.graph());
        Known known = new Known(model);
        for (Node node : model.graph().nodes()) {
            Node current = bypass.resolved(node);
            Node kept = isCandidate(current) ? Chains.shortened(known, current) : current;
            Optional<String> same = isCandidate(current) ? Identities.value(known, kept) : Optional.empty();
            if (same.isEmpty() || !bypass.alias(current, same.get())) {
                known.remember(kept);
                bypass.keep(kept);
            }
        }
        return Outcome.of(model.withGraph(bypass.result()));
    }

    private static boolean isCandidate(Node node) {
        return Identities.OPERATORS.isOf(node) || Chains.isShortened(node);
    }
}
