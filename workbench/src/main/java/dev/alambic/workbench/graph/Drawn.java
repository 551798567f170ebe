package dev.alambic.workbench.graph;

import java.util.List;

/**
 * A graph as it is seen.
 *
 * @param svg the picture
 * @param open blocks whose inside is shown
 * @param nodes of the whole graph, constants left out
 * @param blocks of the whole graph
 * @param timed whether times of nodes are known
 */
public record Drawn(String svg, List<Integer> open, int nodes, int blocks, boolean timed) {
    public Drawn {
        open = List.copyOf(open);
    }
}
