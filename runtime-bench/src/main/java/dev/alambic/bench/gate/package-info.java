/**
 * Goals that a build server holds models to: requirements written by people, and the comparison with an earlier result.
 *
 * <pre>{@code
 * Gate        = Requirement*
 * Requirement = Expression, Relation, Expression
 * Expression  = Reference (model, Metric, Selector)*, how its value follows from theirs
 * Verdict     = goal, PASSED | FAILED | UNKNOWN, both values
 * }</pre>
 */
@NullMarked
package dev.alambic.bench.gate;

import org.jspecify.annotations.NullMarked;
