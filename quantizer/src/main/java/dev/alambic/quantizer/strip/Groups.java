package dev.alambic.quantizer.strip;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Collects values whose channels are cut together (disjoint sets). */
final class Groups {
    private final List<Channels> values = new ArrayList<>();
    private final IdentityHashMap<Channels, Channels> parents = new IdentityHashMap<>();

    void add(Channels value) {
        values.add(value);
        parents.put(value, value);
    }

    void join(Channels a, Channels b) {
        parents.put(root(a), root(b));
    }

    private Channels root(Channels value) {
        Channels root = value;
        for (Channels up = parent(root); up != root; up = parent(root)) {
            root = up;
        }
        return root;
    }

    private Channels parent(Channels value) {
        return Objects.requireNonNull(parents.get(value));
    }

    List<ChannelGroup> groups() {
        Map<String, List<ChannelGroup.Slice>> members = new LinkedHashMap<>();
        for (Channels value : values) {
            members.computeIfAbsent(root(value).value(), root -> new ArrayList<>())
                    .add(new ChannelGroup.Slice(value.value(), value.axis(), value.size(), value.removed()));
        }
        return members.values().stream().map(ChannelGroup::new).toList();
    }
}
