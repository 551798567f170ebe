package dev.alambic.quantizer.strip;

import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A node whose output channels are those of its inputs, so that all are cut together: activations, pooling, depthwise
 * Conv, BatchNormalization, Add, Concat, Flatten.
 *
 * @param links the inputs whose channels the output has
 * @param pinned the inputs that have channels of their own, which the output does not follow
 * @param parameters the constant inputs to cut along with the channels
 * @param fixed output channels that come from somewhere that cannot be cut
 */
record Linked(
        Node node,
        List<Link> links,
        List<Channels> pinned,
        List<Parameter> parameters,
        List<Integer> fixed,
        Channels channels)
        implements Role {

    /** Channel c of {@code input} is the {@code block} channels of the output from {@code offset + c * block} on. */
    record Link(Channels input, int offset, int block) {
        int first(int channel) {
            return offset + channel * block;
        }
    }

    /** Input {@code index} of the node, with the channels along {@code axis}; axis −1 for the target of a Reshape. */
    record Parameter(int index, int axis) {
        static final int TARGET = -1;
    }

    @Override
    public Optional<Channels> output() {
        return Optional.of(channels);
    }

    @Override
    public boolean propagate() {
        boolean news = false;
        for (Channels input : pinned) {
            news |= input.needAll("read by " + node.label() + ", which cannot do without channels");
        }
        for (int channel : fixed) {
            news |= channels.need(channel, node.label() + " takes it from where it cannot be cut");
        }
        for (Link link : links) {
            for (int c = 0; c < link.input().size(); c++) {
                news |= propagate(link, c);
            }
        }
        return news;
    }

    private boolean propagate(Link link, int channel) {
        Channels input = link.input();
        int first = link.first(channel);
        int end = first + link.block();
        String reason = input.isNeeded(channel) ? input.reason(channel) : null;
        for (int o = first; o < end && reason == null; o++) {
            reason = channels.isNeeded(o) ? channels.reason(o) : null;
        }
        if (reason == null) {
            return false;
        }
        boolean news = input.need(channel, reason);
        for (int o = first; o < end; o++) {
            news |= channels.need(o, reason);
        }
        return news;
    }

    @Override
    public void cut(Graph graph, Graph.Builder out) {
        if (!channels.isCut()) {
            out.node(node);
            return;
        }
        List<String> inputs = new ArrayList<>(node.inputs());
        for (Parameter parameter : parameters) {
            String name = inputs.get(parameter.index());
            Tensor tensor = graph.initializer(name).orElseThrow();
            inputs.set(parameter.index(), out.initializer(out.fresh(name), cut(parameter, tensor)));
        }
        Node cut = node.withInputs(inputs);
        out.node(node.is("Conv") ? cut.with("group", channels.kept().length) : cut);
    }

    private Tensor cut(Parameter parameter, Tensor tensor) {
        if (parameter.axis() != Parameter.TARGET) {
            return Slices.take(tensor, parameter.axis(), channels.kept());
        }
        long[] target = tensor.longs();
        long[] cut = Arrays.copyOf(target, target.length);
        cut[channels.axis()] = target[channels.axis()] > 0 ? channels.kept().length : target[channels.axis()];
        return Tensor.ofLongs(cut, tensor.dims());
    }
}
