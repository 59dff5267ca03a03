/*
 * How elementwise kernels reach their operands. LINE kernels run over one axis, every operand with a step of its own (0 repeats one element): an item works on PER_ITEM
 * elements, a group apart, and reads all of them before it writes one, so that several reads are under way at a time. GRID kernels run over four axes, the items of a
 * group along the last one, groups of the second kind over the others.
 */
#define LINE_OPERAND(type, name) GLOBAL type *name, int64 name##_at, int64 name##_step
#define LINE_PLACE(name) name[name##_at + index * name##_step]
#define LINE_BEGIN int64 first_index = (int64)GROUP_X * ITEMS_X * PER_ITEM + ITEM_X;
#define EACH_ELEMENT(statement) UNROLLED for (int e = 0; e < PER_ITEM; e++) { int64 index = first_index + e * ITEMS_X; if (index < count) { statement } }

#define GRID_OPERAND(type, name) GLOBAL type *name, int64 name##_at, int64 name##_s0, int64 name##_s1, int64 name##_s2, int64 name##_s3
#define GRID_PLACE(name) name[name##_at + i0 * name##_s0 + i1 * name##_s1 + i2 * name##_s2 + i3 * name##_s3]
#define GRID_LENGTHS int64 n0, int64 n1, int64 n2, int64 n3
#define GRID_BEGIN \
    int64 i3 = GLOBAL_X; \
    if (i3 >= n3) return; \
    for (int64 row = GROUP_Y; row < n0 * n1 * n2; row += GROUPS_Y) { \
        int64 i2 = row % n2; int64 i1 = row / n2 % n1; int64 i0 = row / n2 / n1;
#define GRID_END }

/* into = expression of x. */
#define UNARY(name, from, to, expression) \
    KERNEL name##_line(int64 count, LINE_OPERAND(to, into), LINE_OPERAND(const from, x_array)) \
    { \
        LINE_BEGIN from x_of[PER_ITEM]; \
        EACH_ELEMENT(x_of[e] = LINE_PLACE(x_array);) \
        EACH_ELEMENT(from x = x_of[e]; LINE_PLACE(into) = expression;) \
    } \
    KERNEL name##_grid(GRID_LENGTHS, GRID_OPERAND(to, into), GRID_OPERAND(const from, x_array)) \
    { GRID_BEGIN from x = GRID_PLACE(x_array); GRID_PLACE(into) = expression; GRID_END }

/* into = expression of a and b. */
#define BINARY(name, type, expression) \
    KERNEL name##_line(int64 count, LINE_OPERAND(type, into), LINE_OPERAND(const type, a_array), LINE_OPERAND(const type, b_array)) \
    { \
        LINE_BEGIN type a_of[PER_ITEM]; type b_of[PER_ITEM]; \
        EACH_ELEMENT(a_of[e] = LINE_PLACE(a_array); b_of[e] = LINE_PLACE(b_array);) \
        EACH_ELEMENT(type a = a_of[e]; type b = b_of[e]; LINE_PLACE(into) = expression;) \
    } \
    KERNEL name##_grid(GRID_LENGTHS, GRID_OPERAND(type, into), GRID_OPERAND(const type, a_array), GRID_OPERAND(const type, b_array)) \
    { GRID_BEGIN type a = GRID_PLACE(a_array); type b = GRID_PLACE(b_array); GRID_PLACE(into) = expression; GRID_END }

/* into = expression of a, b and c. */
#define TERNARY(name, type, expression) \
    KERNEL name##_line(int64 count, LINE_OPERAND(type, into), LINE_OPERAND(const type, a_array), LINE_OPERAND(const type, b_array), LINE_OPERAND(const type, c_array)) \
    { \
        LINE_BEGIN type a_of[PER_ITEM]; type b_of[PER_ITEM]; type c_of[PER_ITEM]; \
        EACH_ELEMENT(a_of[e] = LINE_PLACE(a_array); b_of[e] = LINE_PLACE(b_array); c_of[e] = LINE_PLACE(c_array);) \
        EACH_ELEMENT(type a = a_of[e]; type b = b_of[e]; type c = c_of[e]; LINE_PLACE(into) = expression;) \
    } \
    KERNEL name##_grid(GRID_LENGTHS, GRID_OPERAND(type, into), GRID_OPERAND(const type, a_array), GRID_OPERAND(const type, b_array), GRID_OPERAND(const type, c_array)) \
    { GRID_BEGIN type a = GRID_PLACE(a_array); type b = GRID_PLACE(b_array); type c = GRID_PLACE(c_array); GRID_PLACE(into) = expression; GRID_END }

/* into = a where the condition is not zero, b elsewhere. */
#define SELECT(name, condition_type, type) \
    KERNEL name##_line(int64 count, LINE_OPERAND(type, into), LINE_OPERAND(const condition_type, condition), LINE_OPERAND(const type, a_array), LINE_OPERAND(const type, b_array)) \
    { LINE_BEGIN EACH_ELEMENT(if (LINE_PLACE(condition) != 0) LINE_PLACE(into) = LINE_PLACE(a_array); else LINE_PLACE(into) = LINE_PLACE(b_array);) } \
    KERNEL name##_grid(GRID_LENGTHS, GRID_OPERAND(type, into), GRID_OPERAND(const condition_type, condition), GRID_OPERAND(const type, a_array), GRID_OPERAND(const type, b_array)) \
    { GRID_BEGIN if (GRID_PLACE(condition) != 0) GRID_PLACE(into) = GRID_PLACE(a_array); else GRID_PLACE(into) = GRID_PLACE(b_array); GRID_END }

/* into = expression of x, of what into held (old), and of two complex numbers scale and shift. */
#define SCALED(name, type, expression) \
    KERNEL name##_line(int64 count, real scale_re, real scale_im, real shift_re, real shift_im, LINE_OPERAND(type, into), LINE_OPERAND(const type, x_array)) \
    { \
        LINE_BEGIN type x_of[PER_ITEM]; type old_of[PER_ITEM]; \
        EACH_ELEMENT(x_of[e] = LINE_PLACE(x_array); old_of[e] = LINE_PLACE(into);) \
        EACH_ELEMENT(type x = x_of[e]; type old = old_of[e]; LINE_PLACE(into) = expression;) \
    } \
    KERNEL name##_grid(GRID_LENGTHS, real scale_re, real scale_im, real shift_re, real shift_im, GRID_OPERAND(type, into), GRID_OPERAND(const type, x_array)) \
    { GRID_BEGIN type x = GRID_PLACE(x_array); type old = GRID_PLACE(into); GRID_PLACE(into) = expression; GRID_END }

/* into = expression of x and y and of two real numbers p and q. */
#define COMBINED(name, type, expression) \
    KERNEL name##_line(int64 count, real p, real q, LINE_OPERAND(type, into), LINE_OPERAND(const type, x_array), LINE_OPERAND(const type, y_array)) \
    { \
        LINE_BEGIN type x_of[PER_ITEM]; type y_of[PER_ITEM]; \
        EACH_ELEMENT(x_of[e] = LINE_PLACE(x_array); y_of[e] = LINE_PLACE(y_array);) \
        EACH_ELEMENT(type x = x_of[e]; type y = y_of[e]; LINE_PLACE(into) = expression;) \
    } \
    KERNEL name##_grid(GRID_LENGTHS, real p, real q, GRID_OPERAND(type, into), GRID_OPERAND(const type, x_array), GRID_OPERAND(const type, y_array)) \
    { GRID_BEGIN type x = GRID_PLACE(x_array); type y = GRID_PLACE(y_array); GRID_PLACE(into) = expression; GRID_END }
