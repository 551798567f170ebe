package dev.alambic.report.page;

import dev.alambic.chart.markup.Html;
import dev.alambic.chart.markup.Tag;
import dev.alambic.chart.table.Numbers;
import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.report.run.Change;
import dev.alambic.report.run.FigureText;
import dev.alambic.report.run.ModelFacts;
import dev.alambic.report.run.ModelStep;
import dev.alambic.report.run.RunRecords;
import dev.alambic.report.run.Variant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was done with each model and why, and what it came to. */
record MakingSection(List<ModelStep> steps, Map<String, Variant> variants) {

    static Section of(RunRecords run) {
        Map<String, Variant> variants =
                run.variants().stream().collect(Collectors.toMap(Variant::name, Function.identity()));
        MakingSection section = new MakingSection(run.steps(), variants);
        return new Section("making", "How it was made", section.steps.isEmpty(), section::write);
    }

    private void write(Html html, String heading) {
        html.in(
                Tag.of("ol", "steps"),
                list -> steps.forEach(
                        step -> list.in("li", item -> step(item, step, heading)).line()));
    }

    private void step(Html html, ModelStep step, String heading) {
        html.in(Tag.of("div", "said"), said -> {
            said.element(heading, step.model());
            said.in(
                    "p",
                    words -> words.text(step.what())
                            .element("span", "why", step.why().isEmpty() ? "" : " " + step.why()));
            details(said, step.facts());
        });
        Optional.ofNullable(variants.get(step.model()))
                .ifPresent(own -> new Effects(own, Optional.ofNullable(variants.get(step.from()))).write(html));
    }

    /** What a step came to, beside the model before it. */
    private record Effects(Variant own, Optional<Variant> from) {

        void write(Html html) {
            html.in(Tag.of("div", "came-to"), box -> {
                box.in(Tag.of("dl", "effects"), this::effects);
                from.ifPresent(before -> box.element("p", "beside", "beside " + before.name()));
            });
        }

        private void effects(Html list) {
            own.fileBytes().ifPresent(bytes -> effect(list, "size", Numbers.bytes(bytes), smaller(bytes)));
            Optional.ofNullable(own.quality())
                    .ifPresent(quality ->
                            effect(list, quality.mainMeasure().title(), FigureText.main(quality), better(quality)));
            own.micros().ifPresent(micros -> effect(list, "time", Numbers.micros(micros), faster()));
        }

        private Optional<Change> smaller(long bytes) {
            return from.flatMap(Variant::fileBytes)
                    .map(before -> Change.factor((double) before / bytes, "smaller", "larger"));
        }

        private Optional<Change> better(TaskMetrics quality) {
            return from.flatMap(Variant::score).map(before -> Change.of(quality.mainMeasure(), quality.main(), before));
        }

        /** Compares the speed-ups, which were measured in the same rounds, rather than the times. */
        private Optional<Change> faster() {
            return from.flatMap(Variant::latency)
                    .flatMap(before -> own.latency()
                            .map(after -> Change.factor(after.speedup() / before.speedup(), "faster", "slower")));
        }

        private static void effect(Html list, String name, String value, Optional<Change> change) {
            list.in(Tag.of("div", "effect"), each -> {
                each.element("dt", name).element("dd", "value", value);
                change.ifPresent(found ->
                        each.element("dd", "against " + found.tone().name().toLowerCase(Locale.ROOT), found.text()));
            });
        }
    }

    private static void details(Html html, ModelFacts facts) {
        if (facts.equals(ModelFacts.none())) {
            return;
        }
        html.in(
                "details",
                details -> details.element("summary", "What the file says").in("dl", list -> {
                    fact(list, "steps", String.join(" → ", facts.history()));
                    fact(list, "nodes", operators(facts));
                    fact(list, "written by", facts.tool());
                    facts.notes().forEach(note -> fact(list, "note", note));
                }));
    }

    private static void fact(Html list, String name, String value) {
        if (!value.isEmpty()) {
            list.element("dt", name).element("dd", value);
        }
    }

    private static String operators(ModelFacts facts) {
        return facts.operators().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
