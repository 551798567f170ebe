package dev.alambic.report.run;

import org.jspecify.annotations.Nullable;

/**
 * How one model of a run was made.
 *
 * @param from name of the model that it was made from or learnt from; empty for the first
 * @param what was done, one sentence with a full stop
 * @param why it was done, one sentence with a full stop; may be empty
 * @param errors how far it lies from the model that it was made from; null if that was not recorded
 */
public record ModelStep(
        String model,
        String from,
        String what,
        String why,
        ModelFacts facts,
        @Nullable LayerErrors errors) {}
