/**
 * The search for the fastest form of a model that is still good enough.
 *
 * <pre>{@code
 * Search       = Candidates, other forms, Measures, SearchOptions -> SearchResult
 * Candidates   = the float model, its units, and the model in which some units stay float
 * Measures     = quality, closeness, Latencies: functions of the caller
 * FormSearch   = Search among static integers, mixtures, dynamic integers and half precision
 * SearchResult = model, chosen Try, Try*, Sensitivity*, conclusion
 * }</pre>
 */
@NullMarked
package dev.alambic.quantizer.search;

import org.jspecify.annotations.NullMarked;
