/**
 * A whole job from a recipe to small models, for whoever starts one: command line, page or program.
 *
 * <pre>
 * recipe    YAML read strictly into records
 * folder    what a run keeps, and what can be read of it meanwhile
 * event     what a run tells while it goes on
 * pipeline  the stages from data to report
 * measure   quality and work of a model file
 * summary   the most important figures of a run, and of several seeds
 * search    the parts of a search for a quantized form that measure and draw
 * </pre>
 */
@NullMarked
package dev.alambic.run;

import org.jspecify.annotations.NullMarked;
