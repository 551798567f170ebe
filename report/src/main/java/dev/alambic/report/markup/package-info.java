/** HTML and SVG as they are written; nothing that comes from a run can become markup. */
@NullMarked
package dev.alambic.report.markup;

import org.jspecify.annotations.NullMarked;
