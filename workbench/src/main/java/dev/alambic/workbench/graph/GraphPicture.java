package dev.alambic.workbench.graph;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import dev.alambic.chart.table.Numbers;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import org.jspecify.annotations.Nullable;

/**
 * Lays a plan out in layers and draws it as SVG.
 *
 * <p>Method: Sugiyama, Tagawa, Toda, Methods for Visual Understanding of Hierarchical System Structures, IEEE
 * Transactions on Systems, Man, and Cybernetics 11(2), 1981, as Eclipse's Layout Kernel has it; edges cross the borders
 * of open blocks, so all levels are laid out at once.
 */
final class GraphPicture {
    private static final double LETTER = 6.6;
    private static final double LINE = 15;
    private static final double TITLE = 24;
    private static final double MARGIN = 10;
    private static final int LONGEST = 34;

    static {
        LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
    }

    private final GraphPlan plan;
    private final Set<Integer> open;
    private final Map<Object, ElkNode> places = new HashMap<>();
    private final Html html = new Html();

    private GraphPicture(GraphPlan plan, Set<Integer> open) {
        this.plan = plan;
        this.open = open;
    }

    /**
     * Returns the picture.
     *
     * @param open numbers of the blocks whose inside is shown
     */
    static String of(GraphPlan plan, Set<Integer> open, String spoken) {
        GraphPicture picture = new GraphPicture(plan, open);
        ElkNode root = ElkGraphUtil.createGraph();
        picture.fill(root, plan.root());
        picture.connect(root);
        new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
        return picture.draw(root, spoken);
    }

    private static void options(ElkNode node) {
        node.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
        node.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
        node.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
        node.setProperty(CoreOptions.RANDOM_SEED, 1);
        node.setProperty(CoreOptions.PADDING, new ElkPadding(TITLE + MARGIN, MARGIN, MARGIN, MARGIN));
        node.setProperty(CoreOptions.SPACING_NODE_NODE, 14.0);
        node.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 22.0);
        node.setProperty(LayeredOptions.THOROUGHNESS, 1);
        node.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.LINEAR_SEGMENTS);
    }

    private void fill(ElkNode into, Block block) {
        options(into);
        for (Block each : block.blocks()) {
            ElkNode place = ElkGraphUtil.createNode(into);
            places.put(each, place);
            if (open.contains(each.id())) {
                place.setProperty(CoreOptions.NODE_SIZE_CONSTRAINTS, SizeConstraint.minimumSize());
                place.setProperty(CoreOptions.NODE_SIZE_MINIMUM, new KVector(width(List.of(cut(each.name()))), TITLE));
                fill(place, each);
            } else {
                size(place, lines(each));
            }
        }
        for (int node : block.nodes()) {
            ElkNode place = ElkGraphUtil.createNode(into);
            places.put(node, place);
            size(place, lines(node));
        }
    }

    private static double width(List<String> lines) {
        return Math.max(
                60, LETTER * lines.stream().mapToInt(String::length).max().orElse(1) + 2 * MARGIN);
    }

    private static void size(ElkNode place, List<String> lines) {
        place.setDimensions(width(lines), LINE * lines.size() + MARGIN);
    }

    private static List<String> lines(Block block) {
        return List.of(cut(block.name()), block.size() + " nodes");
    }

    private List<String> lines(int index) {
        Node node = plan.nodes().get(index);
        return NodeLook.weight(plan.graph(), node)
                .map(weight -> List.of(cut(node.opType()), extents(weight)))
                .orElse(List.of(cut(node.opType())));
    }

    private static String extents(Tensor tensor) {
        return Arrays.stream(tensor.dims()).mapToObj(Long::toString).collect(Collectors.joining(" × "));
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text;
    }

    private void connect(ElkNode root) {
        Set<List<ElkNode>> known = new HashSet<>();
        for (ValueInfo input : plan.graph().requiredInputs()) {
            places.put("in " + input.name(), end(root, input.name()));
        }
        for (int node = 0; node < plan.nodes().size(); node++) {
            ElkNode to = places.get(plan.seen(node, open));
            for (int source : plan.sources(node)) {
                connect(places.get(plan.seen(source, open)), to, known);
            }
            for (String input : plan.inputs(node)) {
                connect(places.get("in " + input), to, known);
            }
        }
        for (ValueInfo output : plan.graph().outputs()) {
            int producer = plan.producer(output.name());
            if (producer >= 0) {
                ElkNode place = end(root, output.name());
                places.put("out " + output.name(), place);
                connect(places.get(plan.seen(producer, open)), place, known);
            }
        }
    }

    private static ElkNode end(ElkNode root, String name) {
        ElkNode place = ElkGraphUtil.createNode(root);
        size(place, List.of(cut(name)));
        return place;
    }

    private static void connect(@Nullable ElkNode from, @Nullable ElkNode to, Set<List<ElkNode>> known) {
        if (from != null && to != null && from != to && known.add(List.of(from, to))) {
            ElkGraphUtil.createSimpleEdge(from, to);
        }
    }

    private String draw(ElkNode root, String spoken) {
        Tag svg = Tag.of("svg", "graph")
                .with("viewBox", "0 0 " + round(root.getWidth()) + " " + round(root.getHeight()))
                .with("width", Long.toString(round(root.getWidth())))
                .with("height", Long.toString(round(root.getHeight())))
                .with("role", "group")
                .with("aria-label", spoken);
        html.in(svg, all -> {
            inside(plan.root());
            edges(root, 0, 0);
            plan.graph().requiredInputs().forEach(input -> end("in ", input.name()));
            plan.graph().outputs().forEach(output -> end("out ", output.name()));
        });
        return html.toString();
    }

    private void inside(Block block) {
        for (Block each : block.blocks()) {
            boolean isOpen = open.contains(each.id());
            String word = each.name() + ", " + each.size() + " nodes, " + (isOpen ? "open" : "folded");
            Tag group = marked(isOpen ? "block open" : "block item", plan.look(each), word)
                    .with("data-block", Integer.toString(each.id()))
                    .with("aria-expanded", Boolean.toString(isOpen));
            box(group, each, isOpen ? List.of(cut(each.name())) : lines(each));
            if (isOpen) {
                inside(each);
            }
        }
        for (int node : block.nodes()) {
            Node of = plan.nodes().get(node);
            Tag group = marked("item", plan.look(node), of.label()).with("data-node", Integer.toString(node));
            box(group, node, lines(node));
        }
    }

    private Tag marked(String kind, NodeLook look, String spoken) {
        return Tag.of("g", kind)
                .with("tabindex", "0")
                .with("role", "button")
                .with("aria-label", spoken)
                .with("data-operator", look.family())
                .with("data-precision", look.precision().isEmpty() ? "none" : look.precision())
                .with("data-sparsity", Integer.toString(look.sparsity()))
                .with("data-time", Integer.toString(look.time(plan.micros())));
    }

    private void end(String kind, String name) {
        if (places.containsKey(kind + name)) {
            box(Tag.of("g", "end"), kind + name, List.of(cut(name)));
        }
    }

    private void box(Tag group, Object what, List<String> lines) {
        ElkNode place = places.get(what);
        if (place == null) {
            throw new AssertionError("bug: no place for " + what);
        }
        double x = 0;
        double y = 0;
        for (ElkNode each = place; each != null && each.getParent() != null; each = each.getParent()) {
            x += each.getX();
            y += each.getY();
        }
        Tag box = Tag.of("rect")
                .with("x", Long.toString(round(x)))
                .with("y", Long.toString(round(y)))
                .with("width", Long.toString(round(place.getWidth())))
                .with("height", Long.toString(round(place.getHeight())))
                .with("rx", "5");
        long middle = round(x + place.getWidth() / 2);
        double top = y;
        html.in(group, drawn -> {
            drawn.in(box, none -> {});
            for (int i = 0; i < lines.size(); i++) {
                drawn.element(
                        Tag.of("text", i == 0 ? "what" : "more")
                                .with("x", Long.toString(middle))
                                .with("y", Long.toString(round(top + LINE * (i + 1)))),
                        lines.get(i));
            }
        });
    }

    private void edges(ElkNode node, double x, double y) {
        for (ElkEdge edge : node.getContainedEdges()) {
            for (ElkEdgeSection section : edge.getSections()) {
                StringBuilder path = new StringBuilder("M");
                point(path, x + section.getStartX(), y + section.getStartY());
                for (ElkBendPoint bend : section.getBendPoints()) {
                    point(path.append('L'), x + bend.getX(), y + bend.getY());
                }
                point(path.append('L'), x + section.getEndX(), y + section.getEndY());
                html.in(Tag.of("path", "flow").with("d", path.toString()), none -> {});
            }
        }
        node.getChildren().forEach(child -> edges(child, x + child.getX(), y + child.getY()));
    }

    private static void point(StringBuilder path, double x, double y) {
        path.append(Numbers.trimmed(x, 1)).append(' ').append(Numbers.trimmed(y, 1));
    }

    private static long round(double value) {
        return Math.round(value);
    }
}
