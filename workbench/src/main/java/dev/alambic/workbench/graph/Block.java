package dev.alambic.workbench.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of a graph: what shares the beginning of its name up to a slash, as exporters name what a network is made of.
 * Where more lies side by side than anybody can look at, stretches of the order of computation are blocks too.
 */
final class Block {
    private static final int MOST_SIDE_BY_SIDE = 60;
    private static final int STRETCH = 40;

    private final String name;
    private final @Nullable Block parent;
    private final List<Block> blocks = new ArrayList<>();
    private final List<Integer> nodes = new ArrayList<>();
    private int id;
    private int size;

    private Block(String name, @Nullable Block parent) {
        this.name = name;
        this.parent = parent;
    }

    /** Returns the whole graph as a block, given each node's name in the order of computation. */
    static Block of(List<String> names) {
        Block root = new Block("", null);
        Map<String, Block> known = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            root.within(names.get(i), known).nodes.add(i);
        }
        root.unwrap();
        root.cut();
        root.number(0);
        return root;
    }

    private Block within(String name, Map<String, Block> known) {
        Block at = this;
        int from = 0;
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', from)) {
            if (slash > from) {
                String path = name.substring(0, slash);
                String own = name.substring(from, slash);
                Block above = at;
                at = known.computeIfAbsent(path, any -> {
                    Block made = new Block(own, above);
                    above.blocks.add(made);
                    return made;
                });
            }
            from = slash + 1;
        }
        return at;
    }

    /** A block of a single node says no more than that. */
    private void unwrap() {
        for (Block each : List.copyOf(blocks)) {
            each.unwrap();
            if (each.blocks.isEmpty() && each.nodes.size() == 1) {
                blocks.remove(each);
                nodes.add(each.nodes.get(0));
            }
        }
        nodes.sort(null);
    }

    private void cut() {
        blocks.forEach(Block::cut);
        if (nodes.size() <= MOST_SIDE_BY_SIDE) {
            return;
        }
        for (int from = 0; from < nodes.size(); from += STRETCH) {
            List<Integer> part = nodes.subList(from, Math.min(nodes.size(), from + STRETCH));
            Block stretch = new Block("nodes " + part.get(0) + " to " + part.get(part.size() - 1), this);
            stretch.nodes.addAll(part);
            blocks.add(stretch);
        }
        nodes.clear();
    }

    private int number(int next) {
        id = next;
        int following = next + 1;
        size = nodes.size();
        for (Block each : blocks) {
            following = each.number(following);
            size += each.size;
        }
        return following;
    }

    /** Returns its number; 0 is the whole graph. */
    int id() {
        return id;
    }

    String name() {
        return name;
    }

    @Nullable
    Block parent() {
        return parent;
    }

    List<Block> blocks() {
        return blocks;
    }

    /** Returns the nodes that lie in it and in no block of it. */
    List<Integer> nodes() {
        return nodes;
    }

    /** Returns how many nodes are in it, all told. */
    int size() {
        return size;
    }

    /** Returns how much is seen of it once it is open. */
    int items() {
        return blocks.size() + nodes.size();
    }

    /** Returns it and all blocks in it. */
    List<Block> all() {
        List<Block> all = new ArrayList<>(List.of(this));
        blocks.forEach(each -> all.addAll(each.all()));
        return all;
    }

    /** Returns all nodes in it. */
    List<Integer> allNodes() {
        List<Integer> all = new ArrayList<>(nodes);
        blocks.forEach(each -> all.addAll(each.allNodes()));
        return all;
    }
}
