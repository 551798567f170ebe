package dev.alambic.cli.command;

import dev.alambic.onnx.structure.Criterion;
import dev.alambic.quantizer.prune.ChannelPruning;
import dev.alambic.quantizer.prune.PruningTarget;
import dev.alambic.quantizer.prune.Scope;
import dev.alambic.quantizer.prune.Widths;
import dev.alambic.quantizer.search.MedianRun;
import dev.alambic.run.UsageException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Flags that say how the channels of a model file are pruned. */
final class ChannelFlags {
    private static final List<String> TARGETS = List.of("channels", "target-params", "target-macs", "target-latency");
    private static final List<String> OTHERS =
            List.of("by", "scores", "global", "round-to", "min-channels", "exclude", "dry-run");
    private static final List<String> CRITERIA = List.of("l1", "l2", "bn", "fpgm", "lamp", "random");

    private ChannelFlags() {}

    static Flags addTo(Flags flags) {
        return flags.value("channels", "PART", "of a model file: cut this part of the channels")
                .value("target-params", "N", "cut as little as leaves N parameters")
                .value("target-macs", "N", "cut as little as leaves N multiplications a sample")
                .value("target-latency", "MS", "cut as little as makes a run take MS ms here")
                .value("by", "CRITERION", "what is important: " + String.join(", ", CRITERIA) + " (default: l2)")
                .value("scores", "FILE", "importance from a JSON file: {tensor: [number, ...]}")
                .flag("global", "rank the channels of all groups together")
                .value("round-to", "N", "widths are multiples of N (default: 8)")
                .value("min-channels", "N", "channels that stay anyway (default: 8)")
                .value("exclude", "REGEX", "names of nodes or tensors whose channels stay, as often as you like")
                .flag("dry-run", "only show the plan");
    }

    /**
     * Refuses these flags where a recipe is given.
     *
     * @param another flag that is refused as well
     */
    static void refuse(Arguments arguments, String another) {
        Stream.concat(given(arguments), Stream.of(another).filter(arguments::has))
                .findFirst()
                .ifPresent(flag -> {
                    throw new UsageException(
                            "prune: --" + flag + " is for a model file (expected <in.onnx> as the operand)");
                });
    }

    private static Stream<String> given(Arguments arguments) {
        return Stream.concat(TARGETS.stream(), OTHERS.stream()).filter(arguments::has);
    }

    /** @param why what is said if one of these flags is given, up to "was" */
    static void requireNone(Arguments arguments, String why) {
        given(arguments).findFirst().ifPresent(flag -> {
            throw new UsageException(why + ", was --" + flag + ")");
        });
    }

    static ChannelPruning pruning(Arguments arguments) {
        ChannelPruning defaults = ChannelPruning.defaults();
        Widths widths = defaults.widths();
        int multiple = arguments.whole("round-to", 1, widths.multipleOf());
        return defaults.withTarget(target(arguments))
                .withScope(arguments.has("global") ? Scope.GLOBAL : Scope.LOCAL)
                .withCriterion(criterion(arguments))
                .withWidths(
                        new Widths(multiple, arguments.whole("min-channels", 1, Math.min(multiple, widths.atLeast()))))
                .withExclude(excluded(arguments));
    }

    private static PruningTarget target(Arguments arguments) {
        List<String> given = TARGETS.stream().filter(arguments::has).toList();
        if (given.size() != 1) {
            throw new UsageException("prune: say how much by one of --" + String.join(", --", TARGETS));
        }
        return switch (given.get(0)) {
            case "channels" -> new PruningTarget.Ratio(part(arguments));
            case "target-params" ->
                new PruningTarget.Parameters(arguments.whole("target-params", 1).orElseThrow());
            case "target-macs" ->
                new PruningTarget.Macs(arguments.whole("target-macs", 1).orElseThrow());
            default ->
                new PruningTarget.Latency(arguments.number("target-latency").orElseThrow(), MedianRun::millis);
        };
    }

    private static double part(Arguments arguments) {
        double part = arguments.share("channels").orElseThrow();
        if (part >= 1) {
            throw new UsageException("prune: --channels: expected a number from 0 to below 1, was '"
                    + arguments.text("channels").orElseThrow() + "'");
        }
        return part;
    }

    private static Criterion criterion(Arguments arguments) {
        if (arguments.has("scores")) {
            if (arguments.has("by")) {
                throw new UsageException("prune: say either --by or --scores");
            }
            return ScoresFile.read(arguments.path("scores").orElseThrow());
        }
        return switch (arguments.choice("by", CRITERIA).orElse("l2")) {
            case "l1" -> Criterion.l1();
            case "bn" -> Criterion.batchNormScale();
            case "fpgm" -> Criterion.fpgm();
            case "lamp" -> Criterion.lamp();
            case "random" -> Criterion.random(arguments.whole("seed", 0).orElse(0L));
            default -> Criterion.l2();
        };
    }

    private static List<String> excluded(Arguments arguments) {
        List<String> patterns = arguments.texts("exclude");
        for (String pattern : patterns) {
            try {
                Pattern.compile(pattern);
            } catch (PatternSyntaxException e) {
                throw new UsageException("prune: --exclude: not a regular expression: '" + pattern + "'", e);
            }
        }
        return patterns;
    }
}
