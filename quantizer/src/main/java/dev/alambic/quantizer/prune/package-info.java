/**
 * Pruning of channels without data: what to cut, as a plan that can be read and priced before anything is cut.
 *
 * <pre>{@code
 * ChannelPruning = PruningTarget, Scope, onnx.structure.Criterion, Widths, excluded name*
 * PruningTarget  = Ratio | Parameters | Macs | Latency
 * PrunePlan      = GroupPlan*, Cost, Cost, ratio
 * GroupPlan      = ChannelCut, reason
 * }</pre>
 */
@NullMarked
package dev.alambic.quantizer.prune;

import org.jspecify.annotations.NullMarked;
