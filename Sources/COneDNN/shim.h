// One set of calls over the C interfaces of oneDNN 2.x (operation descriptors, memory descriptors by value) and 3.x
// (no operation descriptors, memory descriptors by handle).
#ifndef BEHOLDER_CONEDNN_SHIM_H
#define BEHOLDER_CONEDNN_SHIM_H

#include <oneapi/dnnl/dnnl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// The thread pool of OpenMP, which oneDNN's kernels run on, so that kernels of ours share it.
extern void GOMP_parallel(void (*function)(void *), void *data, unsigned threads, unsigned flags);
extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);
extern int omp_get_max_threads(void);
extern void omp_set_num_threads(int);

enum { dn_max_arguments = 8 };

#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t dn_layout;
#else
typedef dnnl_memory_desc_t *dn_layout;
#endif

// An executable operation with the memory that it is bound to.
typedef struct dn_primitive {
    dnnl_primitive_desc_t description;
    dnnl_primitive_t primitive;
    int count;
    dnnl_exec_arg_t arguments[dn_max_arguments];
} dn_primitive;

typedef struct dn_convolution {
    int64_t batch, input_channels, input_height, input_width;
    int64_t output_channels, output_height, output_width;
    int64_t kernel_height, kernel_width, stride_height, stride_width;
    int64_t dilation_height, dilation_width, pad_top, pad_left, pad_bottom, pad_right, groups;
} dn_convolution;

// What is done to each output before it is stored, in order.
typedef enum dn_post_op_kind { dn_post_activation, dn_post_sum, dn_post_addition } dn_post_op_kind;

// A function of the output, the destination's former content added, or another array, `dn_addend`, added.
typedef struct dn_post_op {
    dn_post_op_kind kind;
    dnnl_alg_kind_t algorithm;
    float alpha, beta;
    dn_layout addend;
} dn_post_op;

// The argument that the array added by the first post-operation is bound to.
enum { dn_addend = DNNL_ARG_ATTR_MULTIPLE_POST_OP(0) | DNNL_ARG_SRC_1 };

static inline dnnl_status_t dn_open(dnnl_engine_t *engine, dnnl_stream_t *stream) {
    dnnl_status_t status = dnnl_engine_create(engine, dnnl_cpu, 0);
    if (status != dnnl_success) return status;
    return dnnl_stream_create(stream, *engine, dnnl_stream_default_flags);
}

static inline const char *dn_version(void) {
    static char text[32];
    const dnnl_version_t *version = dnnl_version();
    int length = 0;
    int parts[3] = {version->major, version->minor, version->patch};
    for (int part = 0; part < 3; part++) {
        char digits[12];
        int count = 0, number = parts[part];
        do { digits[count++] = (char)('0' + number % 10); number /= 10; } while (number);
        if (part) text[length++] = '.';
        while (count) text[length++] = digits[--count];
    }
    text[length] = 0;
    return text;
}

static inline int dn_has_avx512(void) {
    return (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core) == dnnl_cpu_isa_avx512_core;
}

// Layouts

static inline dn_layout dn_layout_tagged(int rank, const int64_t *extents, dnnl_format_tag_t tag) {
#if DNNL_VERSION_MAJOR >= 3
    dn_layout layout = NULL;
    return dnnl_memory_desc_create_with_tag(&layout, rank, extents, dnnl_f32, tag) == dnnl_success ? layout : NULL;
#else
    dn_layout layout = (dn_layout)malloc(sizeof(dnnl_memory_desc_t));
    if (layout && dnnl_memory_desc_init_by_tag(layout, rank, extents, dnnl_f32, tag) == dnnl_success) return layout;
    free(layout);
    return NULL;
#endif
}

static inline dn_layout dn_layout_strided(int rank, const int64_t *extents, const int64_t *strides) {
#if DNNL_VERSION_MAJOR >= 3
    dn_layout layout = NULL;
    return dnnl_memory_desc_create_with_strides(&layout, rank, extents, dnnl_f32, strides) == dnnl_success ? layout : NULL;
#else
    dn_layout layout = (dn_layout)malloc(sizeof(dnnl_memory_desc_t));
    if (layout && dnnl_memory_desc_init_by_strides(layout, rank, extents, dnnl_f32, strides) == dnnl_success) return layout;
    free(layout);
    return NULL;
#endif
}

static inline void dn_layout_release(dn_layout layout) {
    if (!layout) return;
#if DNNL_VERSION_MAJOR >= 3
    dnnl_memory_desc_destroy(layout);
#else
    free(layout);
#endif
}

static inline size_t dn_layout_bytes(dn_layout layout) { return dnnl_memory_desc_get_size(layout); }

static inline int dn_layout_equal(dn_layout a, dn_layout b) { return dnnl_memory_desc_equal(a, b); }

// The layout that an operation chose for one of its arguments.
static inline dn_layout dn_layout_of(const dn_primitive *operation, int argument) {
#if DNNL_VERSION_MAJOR >= 3
    const_dnnl_memory_desc_t found = dnnl_primitive_desc_query_md(operation->description, dnnl_query_exec_arg_md, argument);
    dn_layout layout = NULL;
    return found && dnnl_memory_desc_clone(&layout, found) == dnnl_success ? layout : NULL;
#else
    const dnnl_memory_desc_t *found = dnnl_primitive_desc_query_md(operation->description, dnnl_query_exec_arg_md, argument);
    dn_layout layout = found ? (dn_layout)malloc(sizeof(dnnl_memory_desc_t)) : NULL;
    if (layout) memcpy(layout, found, sizeof(dnnl_memory_desc_t));
    return layout;
#endif
}

// Operations: 0 or the status of what failed

static inline void dn_release(dn_primitive *operation) {
    for (int index = 0; index < operation->count; index++) dnnl_memory_destroy(operation->arguments[index].memory);
    if (operation->primitive) dnnl_primitive_destroy(operation->primitive);
    if (operation->description) dnnl_primitive_desc_destroy(operation->description);
    memset(operation, 0, sizeof *operation);
}

static inline const char *dn_implementation(const dn_primitive *operation) {
    const char *name = NULL;
    dnnl_primitive_desc_query(operation->description, dnnl_query_impl_info_str, 0, &name);
    return name ? name : "";
}

// The kernel that is taken for Winograd's algorithm: always the one with tiles of 4x4, since oneDNN would choose by the
// batch, and so would let results depend on it.
static inline const char *dn_tiles(int wide) { return wide ? "jit_wino_4x3" : NULL; }

// Whether an operation is implemented by a kernel whose name begins as wanted; any will do where nothing is.
static inline int dn_is_wanted(const dn_primitive *operation, const char *wanted) {
    return !wanted || strncmp(dn_implementation(operation), wanted, strlen(wanted)) == 0;
}

static inline dnnl_status_t dn_finish(dn_primitive *operation) {
    return dnnl_primitive_create(&operation->primitive, operation->description);
}

#if DNNL_VERSION_MAJOR < 3
// The first implementation of an operation whose name begins as wanted.
static inline dnnl_status_t dn_choose(
    dn_primitive *operation, const_dnnl_op_desc_t description, const_dnnl_primitive_attr_t attributes, dnnl_engine_t engine,
    const_dnnl_primitive_desc_t hint, const char *wanted
) {
    dnnl_primitive_desc_iterator_t choices = NULL;
    dnnl_status_t status = dnnl_primitive_desc_iterator_create(&choices, description, attributes, engine, hint);
    if (status != dnnl_success) return status;
    operation->description = dnnl_primitive_desc_iterator_fetch(choices);
    while (operation->description && !dn_is_wanted(operation, wanted)) {
        dnnl_primitive_desc_destroy(operation->description);
        operation->description = NULL;
        if (dnnl_primitive_desc_iterator_next(choices) != dnnl_success) break;
        operation->description = dnnl_primitive_desc_iterator_fetch(choices);
    }
    dnnl_primitive_desc_iterator_destroy(choices);
    return operation->description ? dnnl_success : dnnl_unimplemented;
}
#endif

// Makes the operation executable if it is, or can be, implemented as wanted.
static inline dnnl_status_t dn_finish_wanted(dn_primitive *operation, dnnl_status_t status, const char *wanted) {
    if (status != dnnl_success) return status;
#if DNNL_VERSION_MAJOR >= 3
    while (!dn_is_wanted(operation, wanted)) {
        status = dnnl_primitive_desc_next_impl(operation->description);
        if (status != dnnl_success) return dnnl_unimplemented;
    }
#endif
    return dn_finish(operation);
}

// Binds an argument to memory, which `dn_execute` is given.
static inline dnnl_status_t dn_bind(dn_primitive *operation, dnnl_engine_t engine, int argument, dn_layout layout) {
    if (operation->count == dn_max_arguments) return dnnl_invalid_arguments;
    dnnl_exec_arg_t *entry = &operation->arguments[operation->count];
    entry->arg = argument;
    dnnl_status_t status = dnnl_memory_create(&entry->memory, layout, engine, DNNL_MEMORY_NONE);
    if (status == dnnl_success) operation->count++;
    return status;
}

// Binds the scratch memory that an operation wants from its caller.
// Returns its size in bytes, 0 if it wants none.
static inline size_t dn_bind_scratchpad(dn_primitive *operation, dnnl_engine_t engine) {
    dn_layout layout = dn_layout_of(operation, DNNL_ARG_SCRATCHPAD);
    size_t bytes = layout ? dn_layout_bytes(layout) : 0;
    if (bytes && dn_bind(operation, engine, DNNL_ARG_SCRATCHPAD, layout) != dnnl_success) bytes = 0;
    dn_layout_release(layout);
    return bytes;
}

// Runs an operation on the memory given in the order in which the arguments were bound.
static inline dnnl_status_t dn_execute(dn_primitive *operation, dnnl_stream_t stream, void *const *memory) {
    for (int index = 0; index < operation->count; index++) {
        dnnl_status_t status = dnnl_memory_set_data_handle(operation->arguments[index].memory, memory[index]);
        if (status != dnnl_success) return status;
    }
    dnnl_status_t status = dnnl_primitive_execute(operation->primitive, stream, operation->count, operation->arguments);
    return status == dnnl_success ? dnnl_stream_wait(stream) : status;
}

static inline dnnl_primitive_attr_t dn_attributes(const dn_post_op *post_ops, int count) {
    dnnl_primitive_attr_t attributes = NULL;
    if (dnnl_primitive_attr_create(&attributes) != dnnl_success) return NULL;
    dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user);
    dnnl_post_ops_t operations = NULL;
    if (count && dnnl_post_ops_create(&operations) == dnnl_success) {
        for (int index = 0; index < count; index++) {
            const dn_post_op *post_op = &post_ops[index];
            if (post_op->kind == dn_post_addition) {
                dnnl_post_ops_append_binary(operations, dnnl_binary_add, post_op->addend);
                continue;
            }
#if DNNL_VERSION_MAJOR >= 3
            if (post_op->kind == dn_post_sum) dnnl_post_ops_append_sum(operations, 1.0f, 0, dnnl_f32);
            else dnnl_post_ops_append_eltwise(operations, post_op->algorithm, post_op->alpha, post_op->beta);
#else
            if (post_op->kind == dn_post_sum) dnnl_post_ops_append_sum(operations, 1.0f);
            else dnnl_post_ops_append_eltwise(operations, 1.0f, post_op->algorithm, post_op->alpha, post_op->beta);
#endif
        }
        dnnl_primitive_attr_set_post_ops(attributes, operations);
        dnnl_post_ops_destroy(operations);
    }
    return attributes;
}

// A convolution; `weights` is [O, I/g, kh, kw], or [g, O/g, I/g, kh, kw] with groups, its layout left open.
static inline dnnl_status_t dn_convolution_forward(
    dn_primitive *operation, dnnl_engine_t engine, const dn_convolution *shape, dnnl_alg_kind_t algorithm,
    dn_layout source, dn_layout weights, dn_layout bias, dn_layout destination, const dn_post_op *post_ops, int count,
    int wide_tiles
) {
    const char *wanted = dn_tiles(wide_tiles);
    memset(operation, 0, sizeof *operation);
    const dnnl_dims_t strides = {shape->stride_height, shape->stride_width};
    const dnnl_dims_t dilations = {shape->dilation_height - 1, shape->dilation_width - 1};
    const dnnl_dims_t before = {shape->pad_top, shape->pad_left}, after = {shape->pad_bottom, shape->pad_right};
    dnnl_primitive_attr_t attributes = dn_attributes(post_ops, count);
#if DNNL_VERSION_MAJOR >= 3
    dnnl_status_t status = dnnl_convolution_forward_primitive_desc_create(
        &operation->description, engine, dnnl_forward_inference, algorithm, source, weights, bias, destination, strides,
        dilations, before, after, attributes);
#else
    dnnl_convolution_desc_t description;
    dnnl_status_t status = dnnl_dilated_convolution_forward_desc_init(
        &description, dnnl_forward_inference, algorithm, source, weights, bias, destination, strides, dilations, before, after);
    if (status == dnnl_success) status = dn_choose(operation, &description, attributes, engine, NULL, wanted);
#endif
    dnnl_primitive_attr_destroy(attributes);
    return dn_finish_wanted(operation, status, wanted);
}

// The gradient of a convolution with respect to its source.
static inline dnnl_status_t dn_convolution_backward(
    dn_primitive *operation, dnnl_engine_t engine, const dn_convolution *shape, dnnl_alg_kind_t algorithm,
    dn_layout source, dn_layout weights, dn_layout destination, int wide_tiles
) {
    const char *wanted = dn_tiles(wide_tiles);
    memset(operation, 0, sizeof *operation);
    const dnnl_dims_t strides = {shape->stride_height, shape->stride_width};
    const dnnl_dims_t dilations = {shape->dilation_height - 1, shape->dilation_width - 1};
    const dnnl_dims_t before = {shape->pad_top, shape->pad_left}, after = {shape->pad_bottom, shape->pad_right};
    dnnl_primitive_attr_t attributes = dn_attributes(NULL, 0);
    dnnl_primitive_desc_t hint = NULL;
#if DNNL_VERSION_MAJOR >= 3
    dnnl_status_t status = dnnl_convolution_forward_primitive_desc_create(
        &hint, engine, dnnl_forward_training, algorithm, source, weights, NULL, destination, strides, dilations, before, after,
        attributes);
    if (status == dnnl_success)
        status = dnnl_convolution_backward_data_primitive_desc_create(
            &operation->description, engine, algorithm, source, weights, destination, strides, dilations, before, after, hint,
            attributes);
#else
    dnnl_convolution_desc_t forward, backward;
    dnnl_status_t status = dnnl_dilated_convolution_forward_desc_init(
        &forward, dnnl_forward_training, algorithm, source, weights, NULL, destination, strides, dilations, before, after);
    if (status == dnnl_success) status = dnnl_primitive_desc_create(&hint, &forward, attributes, engine, NULL);
    if (status == dnnl_success)
        status = dnnl_dilated_convolution_backward_data_desc_init(
            &backward, algorithm, source, weights, destination, strides, dilations, before, after);
    if (status == dnnl_success) status = dn_choose(operation, &backward, attributes, engine, hint, wanted);
#endif
    if (hint) dnnl_primitive_desc_destroy(hint);
    dnnl_primitive_attr_destroy(attributes);
    return dn_finish_wanted(operation, status, wanted);
}

// A (batched) matrix product; leading extents of 1 are repeated.
static inline dnnl_status_t dn_matrix_product(
    dn_primitive *operation, dnnl_engine_t engine, dn_layout a, dn_layout b, dn_layout bias, dn_layout product,
    const dn_post_op *post_ops, int count
) {
    memset(operation, 0, sizeof *operation);
    dnnl_primitive_attr_t attributes = dn_attributes(post_ops, count);
#if DNNL_VERSION_MAJOR >= 3
    dnnl_status_t status = dnnl_matmul_primitive_desc_create(&operation->description, engine, a, b, bias, product, attributes);
#else
    dnnl_matmul_desc_t description;
    dnnl_status_t status = dnnl_matmul_desc_init(&description, a, b, bias, product);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&operation->description, &description, attributes, engine, NULL);
#endif
    dnnl_primitive_attr_destroy(attributes);
    return status == dnnl_success ? dn_finish(operation) : status;
}

static inline dnnl_status_t dn_elementwise(
    dn_primitive *operation, dnnl_engine_t engine, dnnl_alg_kind_t algorithm, dn_layout layout, float alpha, float beta
) {
    memset(operation, 0, sizeof *operation);
    dnnl_primitive_attr_t attributes = dn_attributes(NULL, 0);
#if DNNL_VERSION_MAJOR >= 3
    dnnl_status_t status = dnnl_eltwise_forward_primitive_desc_create(
        &operation->description, engine, dnnl_forward_training, algorithm, layout, layout, alpha, beta, attributes);
#else
    dnnl_eltwise_desc_t description;
    dnnl_status_t status = dnnl_eltwise_forward_desc_init(&description, dnnl_forward_training, algorithm, layout, alpha, beta);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&operation->description, &description, attributes, engine, NULL);
#endif
    dnnl_primitive_attr_destroy(attributes);
    return status == dnnl_success ? dn_finish(operation) : status;
}

// The gradient of an element-wise function, from its input and the gradient of its output.
static inline dnnl_status_t dn_elementwise_backward(
    dn_primitive *operation, dnnl_engine_t engine, dnnl_alg_kind_t algorithm, dn_layout layout, float alpha, float beta
) {
    memset(operation, 0, sizeof *operation);
    dn_primitive forward;
    dnnl_status_t status = dn_elementwise(&forward, engine, algorithm, layout, alpha, beta);
    if (status != dnnl_success) return status;
    dnnl_primitive_attr_t attributes = dn_attributes(NULL, 0);
#if DNNL_VERSION_MAJOR >= 3
    status = dnnl_eltwise_backward_primitive_desc_create(
        &operation->description, engine, algorithm, layout, layout, layout, alpha, beta, forward.description, attributes);
#else
    dnnl_eltwise_desc_t description;
    status = dnnl_eltwise_backward_desc_init(&description, algorithm, layout, layout, alpha, beta);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&operation->description, &description, attributes, engine, forward.description);
#endif
    dnnl_primitive_attr_destroy(attributes);
    dn_release(&forward);
    return status == dnnl_success ? dn_finish(operation) : status;
}

// Windows, described as a convolution's are; with `keeps_workspace`, which element was the largest is an output too.
static inline dnnl_status_t dn_pooling_forward(
    dn_primitive *operation, dnnl_engine_t engine, const dn_convolution *shape, dnnl_alg_kind_t algorithm,
    dn_layout source, dn_layout destination, int keeps_workspace
) {
    memset(operation, 0, sizeof *operation);
    const dnnl_dims_t kernel = {shape->kernel_height, shape->kernel_width};
    const dnnl_dims_t strides = {shape->stride_height, shape->stride_width};
    const dnnl_dims_t dilations = {shape->dilation_height - 1, shape->dilation_width - 1};
    const dnnl_dims_t before = {shape->pad_top, shape->pad_left}, after = {shape->pad_bottom, shape->pad_right};
    const dnnl_prop_kind_t kind = keeps_workspace ? dnnl_forward_training : dnnl_forward_inference;
    dnnl_primitive_attr_t attributes = dn_attributes(NULL, 0);
#if DNNL_VERSION_MAJOR >= 3
    dnnl_status_t status = dnnl_pooling_forward_primitive_desc_create(
        &operation->description, engine, kind, algorithm, source, destination, strides, kernel, dilations, before, after,
        attributes);
#else
    dnnl_pooling_v2_desc_t description;
    dnnl_status_t status = dnnl_pooling_v2_forward_desc_init(
        &description, kind, algorithm, source, destination, strides, kernel, dilations, before, after);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&operation->description, &description, attributes, engine, NULL);
#endif
    dnnl_primitive_attr_destroy(attributes);
    return status == dnnl_success ? dn_finish(operation) : status;
}

// The gradient of windows, from that of their outputs and, for the largest element, the workspace.
static inline dnnl_status_t dn_pooling_backward(
    dn_primitive *operation, dnnl_engine_t engine, const dn_convolution *shape, dnnl_alg_kind_t algorithm,
    dn_layout source, dn_layout destination
) {
    memset(operation, 0, sizeof *operation);
    dn_primitive forward;
    dnnl_status_t status = dn_pooling_forward(&forward, engine, shape, algorithm, source, destination, 1);
    if (status != dnnl_success) return status;
    const dnnl_dims_t kernel = {shape->kernel_height, shape->kernel_width};
    const dnnl_dims_t strides = {shape->stride_height, shape->stride_width};
    const dnnl_dims_t dilations = {shape->dilation_height - 1, shape->dilation_width - 1};
    const dnnl_dims_t before = {shape->pad_top, shape->pad_left}, after = {shape->pad_bottom, shape->pad_right};
    dnnl_primitive_attr_t attributes = dn_attributes(NULL, 0);
#if DNNL_VERSION_MAJOR >= 3
    status = dnnl_pooling_backward_primitive_desc_create(
        &operation->description, engine, algorithm, source, destination, strides, kernel, dilations, before, after,
        forward.description, attributes);
#else
    dnnl_pooling_v2_desc_t description;
    status = dnnl_pooling_v2_backward_desc_init(
        &description, algorithm, source, destination, strides, kernel, dilations, before, after);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&operation->description, &description, attributes, engine, forward.description);
#endif
    dnnl_primitive_attr_destroy(attributes);
    dn_release(&forward);
    return status == dnnl_success ? dn_finish(operation) : status;
}

static inline dnnl_status_t dn_softmax(dn_primitive *operation, dnnl_engine_t engine, dn_layout layout, int axis) {
    memset(operation, 0, sizeof *operation);
    dnnl_primitive_attr_t attributes = dn_attributes(NULL, 0);
#if DNNL_VERSION_MAJOR >= 3
    dnnl_status_t status = dnnl_softmax_forward_primitive_desc_create(
        &operation->description, engine, dnnl_forward_inference, dnnl_softmax_accurate, layout, layout, axis, attributes);
#else
    dnnl_softmax_desc_t description;
    dnnl_status_t status = dnnl_softmax_forward_desc_init(&description, dnnl_forward_inference, layout, axis);
    if (status == dnnl_success)
        status = dnnl_primitive_desc_create(&operation->description, &description, attributes, engine, NULL);
#endif
    dnnl_primitive_attr_destroy(attributes);
    return status == dnnl_success ? dn_finish(operation) : status;
}

static inline dnnl_status_t dn_reorder(dn_primitive *operation, dnnl_engine_t engine, dn_layout from, dn_layout to) {
    memset(operation, 0, sizeof *operation);
    dnnl_primitive_attr_t attributes = dn_attributes(NULL, 0);
    dnnl_status_t status = dnnl_reorder_primitive_desc_create(&operation->description, from, engine, to, engine, attributes);
    dnnl_primitive_attr_destroy(attributes);
    return status == dnnl_success ? dn_finish(operation) : status;
}

#endif
