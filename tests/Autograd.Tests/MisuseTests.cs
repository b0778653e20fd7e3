namespace Autograd.Tests;

/// <summary>_mistakes that users make, and what they are told: to the letter.</summary>
public class MisuseTests
{
    private static readonly Dictionary<string, (Action Mistake, Type Exception, string Message)> _mistakes = new()
    {
        ["Add of shapes that do not broadcast"] = (
            () => _ = Ones(2, 3) + Ones(4),
            typeof(ShapeException),
            "Add: shapes [2, 3] and [4] do not broadcast: axis -1 has sizes 3 and 4; they must be equal or one of them 1."),
        ["Div of shapes that do not broadcast"] = (
            () => _ = Ones(2, 3) / Ones(3, 2),
            typeof(ShapeException),
            "Div: shapes [2, 3] and [3, 2] do not broadcast: axis -1 has sizes 3 and 2; they must be equal or one of them 1."),
        ["MatMul of inner sizes that differ"] = (
            () => _ = Ones(2, 3).MatMul(Ones(2, 3)),
            typeof(ShapeException),
            "MatMul: shapes [2, 3] and [2, 3]: the last axis of the left has size 3, the axis of the right that it meets has 2; they must be equal, perhaps one needs Transpose()."),
        ["MatMul of a vector too long"] = (
            () => _ = Ones(2, 3).MatMul(Ones(4)),
            typeof(ShapeException),
            "MatMul: shapes [2, 3] and [4]: the last axis of the left has size 3, the axis of the right that it meets has 4; they must be equal, perhaps one needs Transpose()."),
        ["MatMul of a single number"] = (
            () => _ = Ones(2, 3).MatMul(2f),
            typeof(ShapeException),
            "MatMul: shapes [2, 3] and []: a single number is no matrix; multiply by it with *."),
        ["MatMul of batches that do not broadcast"] = (
            () => _ = Ones(2, 3, 4).MatMul(Ones(3, 4, 5)),
            typeof(ShapeException),
            "MatMul (axes before the last two): shapes [2] and [3] do not broadcast: axis -1 has sizes 2 and 3; they must be equal or one of them 1."),
        ["MatMul of two types"] = (
            () => _ = Ones(2, 3).MatMul(Ones([3, 2], DType.Float64)),
            typeof(TypeException),
            "MatMul: inputs are Float32 and Float64; convert one of them with Cast first."),
        ["Attention of a vector"] = (
            () => _ = Ones(3).ScaledDotProductAttention(Ones(2, 3), Ones(2, 3)),
            typeof(ShapeException),
            "ScaledDotProductAttention: query [3], key [2, 3] and value [2, 3]: each needs at least two axes, [places, width]; one place gets its axis from Unsqueeze(0)."),
        ["Attention of queries and keys of two widths"] = (
            () => _ = Ones(2, 3).ScaledDotProductAttention(Ones(2, 4), Ones(2, 3)),
            typeof(ShapeException),
            "ScaledDotProductAttention: query [2, 3] and key [2, 4]: the last axes have sizes 3 and 4; queries and keys must be equally wide."),
        ["Attention with a value too few"] = (
            () => _ = Ones(2, 3).ScaledDotProductAttention(Ones(5, 3), Ones(4, 3)),
            typeof(ShapeException),
            "ScaledDotProductAttention: key [5, 3] and value [4, 3]: the axes before the last have sizes 5 and 4; there must be one value for each key."),
        ["Attention of stacks that do not broadcast"] = (
            () => _ = Ones(2, 4, 3).ScaledDotProductAttention(Ones(3, 4, 3), Ones(4, 3)),
            typeof(ShapeException),
            "ScaledDotProductAttention (axes before the last two): shapes [2] and [3] do not broadcast: axis -1 has sizes 2 and 3; they must be equal or one of them 1."),
        ["Attention with a mask that does not fit"] = (
            () => _ = Ones(2, 4, 3).ScaledDotProductAttention(Ones(2, 5, 3), Ones(2, 5, 3), Ones(5, 4)),
            typeof(ShapeException),
            "ScaledDotProductAttention: mask [5, 4] does not broadcast to the scores [2, 4, 5], [..., queries, keys]."),
        ["Attention with a mask for more stacks"] = (
            () => _ = Ones(4, 3).ScaledDotProductAttention(Ones(5, 3), Ones(5, 3), Ones(2, 4, 5)),
            typeof(ShapeException),
            "ScaledDotProductAttention: mask [2, 4, 5] does not broadcast to the scores [4, 5], [..., queries, keys]."),
        ["Attention with a mask and isCausal"] = (
            () => _ = Ones(4, 3).ScaledDotProductAttention(Ones(5, 3), Ones(5, 3), Ones(4, 5), isCausal: true),
            typeof(ArgumentException),
            "ScaledDotProductAttention: takes a mask or isCausal: true, not both; combine them with And(…) into one mask. (Parameter 'isCausal')"),
        ["Attention with a mask of integers"] = (
            () => _ = Ones(2, 3).ScaledDotProductAttention(Ones(2, 3), Ones(2, 3), Ints.Reshape(-1)[..2]),
            typeof(TypeException),
            "ScaledDotProductAttention: the query is Float32, the mask Int32; it must be Bool, true where a query may attend, or Float32, added to the scores."),
        ["Attention of two types"] = (
            () => _ = Ones(2, 3).ScaledDotProductAttention(Ones([2, 3], DType.Float64), Ones(2, 3)),
            typeof(TypeException),
            "ScaledDotProductAttention: the query is Float32, the key Float64, the value Float32; convert with Cast first."),
        ["Attention of integers"] = (
            () => _ = Ints.ScaledDotProductAttention(Ints, Ints),
            typeof(TypeException),
            "ScaledDotProductAttention: takes floating-point numbers, got Int32; convert with Cast(DType.Float32) first."),
        ["Neg of booleans"] = (
            () => _ = -Bools,
            typeof(TypeException),
            "Neg: takes numbers, got Bool; convert with Cast first."),
        ["Sub of booleans"] = (
            () => _ = Bools - Bools,
            typeof(TypeException),
            "Sub: Bool − Bool: booleans have no difference; use Xor or Not, or convert with Cast(DType.Int64) first."),
        ["Mean of integers"] = (
            () => _ = Ints.Mean(),
            typeof(TypeException),
            "Mean: takes floating-point numbers, got Int32; convert with Cast(DType.Float32) first."),
        ["Sum along an axis that does not exist"] = (
            () => _ = Ones(2, 3).Sum(2),
            typeof(ShapeException),
            "Sum: axis 2 does not exist in shape [2, 3]; use -2 to 1."),
        ["Sum along an axis of a scalar"] = (
            () => _ = Tensor.From(1f).Sum(0),
            typeof(ShapeException),
            "Sum: axis 0 does not exist in a scalar; shape [] has no axes."),
        ["Sum along an axis twice"] = (
            () => _ = Ones(2, 3).Sum([0, -2]),
            typeof(ShapeException),
            "Sum: axis -2 is named twice in [0, -2]; name each axis once."),
        ["Max of nothing"] = (
            () => _ = Tensor.Zeros(0, 3).Max(0),
            typeof(ShapeException),
            "Max: axis 0 of shape [0, 3] has size 0, and nothing has no result; give it at least one element."),
        ["Max of no elements at all"] = (
            () => _ = Tensor.Zeros(0).Max(),
            typeof(ShapeException),
            "Max: axis 0 of shape [0] has size 0, and nothing has no result; give it at least one element."),
        ["Reshape to another number of elements"] = (
            () => _ = Ones(2, 3).Reshape(4),
            typeof(ShapeException),
            "Reshape: [2, 3] has 6 elements, [4] has 4; they must be the same."),
        ["Reshape with two open sizes"] = (
            () => _ = Ones(2, 3).Reshape(-1, -1),
            typeof(ShapeException),
            "Reshape: [-1, -1] leaves two sizes open; only one may be -1."),
        ["Reshape that does not divide"] = (
            () => _ = Ones(2, 3).Reshape(4, -1),
            typeof(ShapeException),
            "Reshape: [2, 3] has 6 elements, which [4, -1] cannot hold: they do not divide by 4."),
        ["A shape with a negative size"] = (
            () => _ = Tensor.Zeros(2, -3),
            typeof(ShapeException),
            "Shape: sizes [2, -3] contain a negative one; every size must be 0 or more."),
        ["A shape too large"] = (
            () => _ = Tensor.Zeros(65536, 65536),
            typeof(ShapeException),
            "Shape: [65536, 65536] has more elements than one tensor can hold (2147483591); split it into several."),
        ["Permute with too few axes"] = (
            () => _ = Ones(2, 3).Permute(0),
            typeof(ShapeException),
            "Permute: [0] names 1 axes, shape [2, 3] has 2; name each once."),
        ["Permute with an axis twice"] = (
            () => _ = Ones(2, 3).Permute(0, 0),
            typeof(ShapeException),
            "Permute: axis 0 is named twice in [0, 0]; name each axis once."),
        ["Transpose of a vector"] = (
            () => _ = Ones(3).Transpose(),
            typeof(ShapeException),
            "Transpose: Input (Float32 [3]) has no two axes to exchange; use Unsqueeze to make it a matrix first."),
        ["Expand of an axis of another size"] = (
            () => _ = Ones(2, 3).Expand(2, 4),
            typeof(ShapeException),
            "Expand: [2, 3] does not expand to [2, 4]: axis -1 has size 3, and only an axis of size 1 can grow to 4."),
        ["Expand to fewer axes"] = (
            () => _ = Ones(2, 3).Expand(3),
            typeof(ShapeException),
            "Expand: [2, 3] has 2 axes, the target [3] only 1; it needs at least as many."),
        ["Unsqueeze out of range"] = (
            () => _ = Ones(2, 3).Unsqueeze(4),
            typeof(ShapeException),
            "Unsqueeze: axis 4 does not exist in the result of shape [2, 3] with one axis more; use -3 to 2."),
        ["Concatenate of other sizes"] = (
            () => _ = Tensor.Concatenate([Ones(2, 3), Ones(2, 4)]),
            typeof(ShapeException),
            "Concatenate: tensor 0 has shape [2, 3] and tensor 1 [2, 4]; they must have the same rank and differ only in axis 0."),
        ["Concatenate of nothing"] = (
            () => _ = Tensor.Concatenate([]),
            typeof(ArgumentException),
            "Concatenate: there is nothing to concatenate; give at least one tensor. (Parameter 'tensors')"),
        ["Stack of other shapes"] = (
            () => _ = Tensor.Stack([Ones(2), Ones(3)]),
            typeof(ShapeException),
            "Stack: tensor 0 has shape [2] and tensor 1 [3]; all must be the same. Concatenate joins along an axis that exists."),
        ["Slice with step 0"] = (
            () => _ = Ones(3).Slice(0, step: 0),
            typeof(ShapeException),
            "Slice: the step is 0, which never gets anywhere; use 1 for every element, -1 for all of them backwards."),
        ["Split into other sizes"] = (
            () => _ = Ones(5).Split([2, 2]),
            typeof(ShapeException),
            "Split: sizes [2, 2] add up to 4, axis 0 of shape [5] has 5; they must be equal."),
        ["Chunk into none"] = (
            () => _ = Ones(5).Chunk(0),
            typeof(ShapeException),
            "Chunk: shape [5] cannot be cut into 0 parts; ask for 1 or more."),
        ["Pad with an odd number"] = (
            () => _ = Ones(2, 3).Pad([1]),
            typeof(ShapeException),
            "Pad: [1] does not fit shape [2, 3]; give a pair (before, after) for each axis, the innermost first, for at most 2 axes."),
        ["Pad reflecting too far"] = (
            () => _ = Ones(3).Pad([3, 0], PadMode.Reflect),
            typeof(ShapeException),
            "Pad: padding (3, 0) is too much for axis 0 of shape [3] in mode Reflect, which can add 2 on each side."),
        ["An index out of range"] = (
            () => _ = Ones(2, 3)[0, 3],
            typeof(ShapeException),
            "Indexing: index 3 is out of range for axis 1 of shape [2, 3], which has size 3; use -3 to 2."),
        ["A range out of range"] = (
            () => _ = Ones(2, 3)[0, 1..5],
            typeof(ShapeException),
            "Indexing: range 1..5 does not fit axis 1 of shape [2, 3]; it must lie in 0..3 and run forwards. Slice clips as Python does, and takes a step."),
        ["Too many indices"] = (
            () => _ = Ones(2, 3)[0, 0, 0],
            typeof(ShapeException),
            "Indexing: [0, 0, 0] names 3 axes, shape [2, 3] has 2; leave some out."),
        ["A mask of another shape"] = (
            () => _ = Ones(2, 3)[Tensor.From([true, false, true])],
            typeof(ShapeException),
            "Indexing: a mask of shape [3] does not fit shape [2, 3]: its axis 0 has size 3, axis 0 of the tensor has 2; they must be equal."),
        ["Positions out of range"] = (
            () => _ = Ones(2, 3)[Tensor.From([0L, 2L])],
            typeof(ShapeException),
            "IndexSelect: index 2 is out of range for axis 0 of shape [2, 3], which has size 2; use -2 to 1."),
        ["Real numbers as positions"] = (
            () => _ = Ones(2, 3)[Tensor.From([0f])],
            typeof(TypeException),
            "Indexing: indices are Int64 or Int32, got Float32; convert with Cast(DType.Int64) first."),
        ["Gather with an index out of range"] = (
            () => _ = Ones(2, 3).Gather(1, Tensor.From([[0L], [3L]])),
            typeof(ShapeException),
            "Gather: index 3 is out of range for axis 1 of size 3; use 0 to 2."),
        ["OneHot with too few classes"] = (
            () => _ = Tensor.From([0L, 3L]).OneHot(3),
            typeof(ShapeException),
            "OneHot: class 3 does not exist among 3 classes, which are numbered from 0; pass classes above the greatest number."),
        ["Einsum with two sizes for one letter"] = (
            () => _ = Tensor.Einsum("ij,jk->ik", Ones(2, 3), Ones(4, 2)),
            typeof(ShapeException),
            "Einsum: 'ij,jk->ik': 'j' has size 3 in tensor 0 and 4 in tensor 1; they must be equal or one of them 1."),
        ["Einsum that cannot be read"] = (
            () => _ = Tensor.Einsum("ij;jk", Ones(2, 3)),
            typeof(ArgumentException),
            "Einsum: 'ij;jk': ';' at position 2 cannot stand there: an equation consists of letters, ',', '...' and '->'. (Parameter 'equation')"),
        ["TopK of too many"] = (
            () => _ = Ones(3).TopK(4),
            typeof(ShapeException),
            "TopK: k is 4, axis 0 of shape [3] has 3 elements; use 0 to 3."),
        ["Where with a number as condition"] = (
            () => _ = Tensor.Where(Ones(3), Ones(3), Ones(3)),
            typeof(TypeException),
            "Where: the condition is Float32, it must be Bool; compare it with something, or convert with Cast(DType.Bool)."),
        ["CrossEntropy with a class too high"] = (
            () => _ = Ones(2, 3).CrossEntropy(Tensor.From([0L, 3L])),
            typeof(ShapeException),
            "CrossEntropy: target 3 is no class: there are 3 classes; use 0 to 2, or -100 to ignore a row."),
        ["CrossEntropy with another number of targets"] = (
            () => _ = Ones(2, 3).CrossEntropy(Tensor.From([0L])),
            typeof(ShapeException),
            "CrossEntropy: the logits have shape [2, 3], the target [1]; with 3 classes in axis 1 the target must have shape [2]."),
        ["CrossEntropy with real targets"] = (
            () => _ = Ones(2, 3).CrossEntropy(Ones(2)),
            typeof(ShapeException),
            "CrossEntropy: the prediction has shape [2, 3], the target [2]; they must be the same, so Reshape or Expand one of them."),
        ["MeanSquaredError of two shapes"] = (
            () => _ = Ones(3, 1).MeanSquaredError(Ones(3)),
            typeof(ShapeException),
            "MeanSquaredError: the prediction has shape [3, 1], the target [3]; they must be the same, so Reshape or Expand one of them."),
        ["Huber with delta 0"] = (
            () => _ = Ones(3).Huber(Ones(3), delta: 0),
            typeof(ArgumentOutOfRangeException),
            "Huber: delta is 0; it is a distance, greater than 0. (Parameter 'delta')\nActual value was 0."),
        ["Item of several elements"] = (
            () => _ = Ones(2).Item<float>(),
            typeof(ShapeException),
            "Item: Input (Float32 [2]) has 2 elements, only a single one can be read; index first, or use ToArray."),
        ["Item with loss"] = (
            () => _ = Ones([], DType.Float64).Item<float>(),
            typeof(TypeException),
            "Item: Input (Float64 []) cannot be read as float without loss; read it as double or convert with Cast first."),
        ["ToArray of another type"] = (
            () => _ = Ones(2).ToArray<double>(),
            typeof(TypeException),
            "ToArray: Input (Float32 [2]) has elements of type float, asked for double; convert with Cast(DType.Float64) first."),
        ["AsSpan of a transposed matrix"] = (
            () => _ = Ones(2, 3).Transpose().AsSpan<float>().Length,
            typeof(ShapeException),
            "AsSpan: the elements of Transpose (Float32 [3, 2]) do not lie one after another (it is a view); call Contiguous() first, or use ToArray."),
        ["CopyTo of too little room"] = (
            () => Ones(3).CopyTo<float>(new float[2]),
            typeof(ArgumentException),
            "CopyTo: Input (Float32 [3]) has 3 elements, the target has room for 2. (Parameter 'target')"),
        ["From with another number of values"] = (
            () => _ = Tensor.From([1f, 2f, 3f], [2, 2]),
            typeof(ShapeException),
            "From: 3 values do not fill shape [2, 2], which has 4 elements."),
        ["From of a ragged array"] = (
            () => _ = Tensor.From(new float[][] { [1], [2, 3] }),
            typeof(ShapeException),
            "From: ragged array: at depth 1 one array has 1 elements and another 2; all of one depth must be equal."),
        ["From of an element type that is not supported"] = (
            () => _ = Tensor.From(new[] { (short)1 }),
            typeof(TypeException),
            "Tensor: elements of type Int16 are not supported; use float, double, long, int or bool."),
        ["Arange that never arrives"] = (
            () => _ = Tensor.Arange(0, 10, -1),
            typeof(ArgumentOutOfRangeException),
            "Arange: steps of -1 never lead from 0 to 10; all three must be finite, and the step not 0 and of the sign of the distance. (Parameter 'step')\nActual value was -1."),
        ["Randn of integers"] = (
            () => _ = Tensor.Randn([2], DType.Int64),
            typeof(TypeException),
            "Randn: draws real numbers, asked for Int64; use Float32 or Float64, or RandInt for whole numbers."),
        ["RandInt from an empty range"] = (
            () => _ = Tensor.RandInt(3, 3, [2]),
            typeof(ArgumentOutOfRangeException),
            "Integers are drawn from low up to but not including high, so high must be above low, which is 3. (Parameter 'high')\nActual value was 3."),
        ["A variable of integers"] = (
            () => _ = new Variable("index", Ints),
            typeof(TypeException),
            "Variable 'index': gradients need floating-point numbers, got Int32; convert with Cast(DType.Float32), or use an Input for data."),
        ["A variable without a name"] = (
            () => _ = new Variable(" ", Ones(1)),
            typeof(ArgumentException),
            "A variable or input needs a name that messages can show, got an empty one. (Parameter 'name')"),
        ["Assign of another shape"] = (
            () => W.Assign(Ones(3)),
            typeof(ShapeException),
            "Assign: variable 'w' has shape [2], the new values have [3]; they must be the same."),
        ["Assign of another type"] = (
            () => W.Assign(Ones([2], DType.Float64)),
            typeof(TypeException),
            "Assign: variable 'w' is Float32, the new values are Float64; convert with Cast(DType.Float32) first."),
        ["Backward from an input"] = (
            () => Ones(1).Backward(),
            typeof(GraphException),
            "Backward: Input (Float32 [1]) requires no gradient; compute the loss from a Variable."),
        ["Backward from several elements"] = (
            () => (W * 2).Backward(),
            typeof(ShapeException),
            "Backward: Mul (Float32 [2]) has 2 elements; reduce it to one (Mean(), Sum()), or pass gradient: with its shape."),
        ["Backward with a gradient of another shape"] = (
            () => (W * 2).Backward(Ones(3)),
            typeof(ShapeException),
            "Backward: the gradient has shape [3], Mul (Float32 [2]) has [2]; they must be the same."),
        ["Backward twice"] = (
            () => BackwardTwice(),
            typeof(GraphException),
            "Backward: the graph through Sum (Float32 []) was released by an earlier backward pass; pass keepGraph: true to that one, or run the forward pass again."),
        ["Backward from what was not recorded"] = (
            () => NotRecorded(),
            typeof(GraphException),
            "Backward: Sum (Float32 []) was not recorded: no input required a gradient, or it was computed under NoGradient()."),
        ["Backward after a variable changed"] = (
            () => ChangedVariable(),
            typeof(GraphException),
            "Backward: Mul (Float32 [2]) saved the values of Variable 'w' (Float32 [2]), which have changed since; run the backward pass before changing a variable, or run the forward pass again."),
        ["A hook on an input"] = (
            () => _ = Ones(1).OnGradient(g => g),
            typeof(GraphException),
            "OnGradient: Input (Float32 [1]) requires no gradient, the hook would never run; use a Variable, or compute it from one."),
        ["A hook that returns another shape"] = (
            () => BadHook(),
            typeof(GraphException),
            "OnGradient: the hook returned Float32 [3] for the gradient of Mul (Float32 [2]); return its shape and type, or null."),
        ["A gradient by an input"] = (
            () => _ = Gradients.Of((W * 2).Sum(), Ones(1)),
            typeof(GraphException),
            "Gradients.Of: Input (Float32 [1]) requires no gradient; make it a Variable before the forward pass."),
        ["An operation run twice"] = (
            () => RunTwice(),
            typeof(GraphException),
            "Run: Neg (Float32 [1]) was run before; construct a new operation for each run."),
        ["An operation constructed but not run"] = (
            () => _ = new Neg(Ones(1)).ToArray<float>(),
            typeof(GraphException),
            "Neg (Float32 [1]): the operation was constructed but not run; write Operation.Run(new Neg(…))."),
        ["A backward method that returns another shape"] = (
            () => BadBackward(),
            typeof(GraphException),
            "Backward: Wrong (Float32 [2]) returned a gradient of shape [3] for an input of shape [2]; they must be equal but for axes that broadcasting repeated."),
        ["An optimizer of nothing"] = (
            () => _ = new Sgd([], 0.1),
            typeof(ArgumentException),
            "Sgd: there is no variable to optimize; pass the model's parameters."),
        ["An optimizer of one variable twice"] = (
            () => Twice(W),
            typeof(ArgumentException),
            "Sgd: variable 'w' is given twice and would be changed twice a step; pass it once."),
        ["A negative learning rate"] = (
            () => _ = new Sgd([W], -1),
            typeof(ArgumentOutOfRangeException),
            "Sgd: LearningRate is -1; it must be a finite number of at least 0. (Parameter 'LearningRate')\nActual value was -1."),
        ["Nesterov without momentum"] = (
            () => _ = new Sgd([W], 0.1, nesterov: true),
            typeof(ArgumentException),
            "Sgd: Nesterov's variant needs momentum above 0 and no damping, got 0 and 0."),
        ["Nesterov with damping"] = (
            () => _ = new Sgd([W], 0.1, momentum: 0.9, damping: 0.5, nesterov: true),
            typeof(ArgumentException),
            "Sgd: Nesterov's variant needs momentum above 0 and no damping, got 0.9 and 0.5."),
        ["A beta of 1"] = (
            () => _ = new Adam([W], beta1: 1),
            typeof(ArgumentOutOfRangeException),
            "Adam: Beta1 is 1; it must be at least 0 and below 1. (Parameter 'Beta1')\nActual value was 1."),
        ["Groups that share a variable"] = (
            () => Shared(W),
            typeof(ArgumentException),
            "AdamW: variable 'w' is given twice and would be changed twice a step; pass it once."),
        ["A group of nothing"] = (
            () => _ = new Adam(new Adam.Group([])),
            typeof(ArgumentException),
            "Adam: there is no variable to optimize; pass the model's parameters."),
        ["A weight decay that is no number"] = (
            () => _ = new AdamW([W], weightDecay: double.NaN),
            typeof(ArgumentOutOfRangeException),
            "AdamW: WeightDecay is NaN; it must be a finite number of at least 0. (Parameter 'WeightDecay')\nActual value was NaN."),
        ["L-BFGS with gradients already there"] = (
            () => new Lbfgs([W]).Step(),
            typeof(InvalidOperationException),
            "Lbfgs.Step: the loss is needed again and again; call Step(() => loss)."),
        ["L-BFGS of two types"] = (
            () => _ = new Lbfgs([W, new Variable("v", 1.0)]),
            typeof(ArgumentException),
            "Lbfgs: the variables are of several types; it takes them as one vector, so make all Float32 or all Float64."),
        ["A plateau without a metric"] = (
            () => new PlateauSchedule(new Sgd([W], 1)).Step(),
            typeof(InvalidOperationException),
            "PlateauSchedule.Step: the metric is needed; call Step(metric), for example with the validation loss."),
        ["A cycle of momentum where there is none"] = (
            () => _ = new OneCycleSchedule(new Adagrad([W]), 1, 10),
            typeof(ArgumentException),
            "OneCycleSchedule: Adagrad has no momentum to cycle; pass cycleMomentum: false. (Parameter 'optimizer')"),
        ["A schedule that never steps"] = (
            () => _ = new StepSchedule(new Sgd([W], 1), 0),
            typeof(ArgumentOutOfRangeException),
            "StepSchedule: every is 0; it must be at least 1. (Parameter 'every')\nActual value was 0."),
        ["A warm-up from nothing"] = (
            () => _ = new LinearSchedule(new Sgd([W], 1), startFactor: 0),
            typeof(ArgumentOutOfRangeException),
            "LinearSchedule: startFactor is 0; it must be above 0 and at most 1. (Parameter 'startFactor')\nActual value was 0."),
        ["Rates for other groups than there are"] = (
            () => _ = new OneCycleSchedule(new Sgd([W], 1), new[] { 1.0, 2 }, 10),
            typeof(ArgumentException),
            "OneCycleSchedule: there are 2 numbers for 1 groups; give one for all, or one for each."),
        ["Schedules of two optimizers"] = (
            () => _ = new ChainedSchedule(new StepSchedule(new Sgd([W], 1), 1), new StepSchedule(new Sgd([W], 1), 1)),
            typeof(ArgumentException),
            "ChainedSchedule: the schedules belong to several optimizers; make them all for one. (Parameter 'schedules')"),
        ["A sequence without enough milestones"] = (
            () => Sequence(new Sgd([W], 1)),
            typeof(ArgumentException),
            "SequentialSchedule: 2 schedules need 1 milestones, got 2. (Parameter 'milestones')"),
        ["A schedule made before the last group"] = (
            () => Late(new Sgd([W], 1)),
            typeof(InvalidOperationException),
            "StepSchedule: the optimizer had 1 groups, now it has 2; make schedules after its last group."),
        ["Clipping to a norm below 0"] = (
            () => Gradients.ClipNorm([W], -1),
            typeof(ArgumentOutOfRangeException),
            "Gradients.ClipNorm: maxNorm is -1; it must be a number of at least 0. (Parameter 'maxNorm')\nActual value was -1."),
        ["A number too large for the integers that it meets"] = (
            () => _ = Ints.Clamp(max: 3_000_000_000L),
            typeof(TypeException),
            "3000000000 does not fit Int32, the type of the tensor that it meets; convert that with Cast(DType.Int64) first."),
        ["Full of a number too large"] = (
            () => _ = Tensor.Full([1], 1e10, DType.Int32),
            typeof(ArgumentOutOfRangeException),
            "Full: 10000000000 does not fit Int32; use a type that holds it. (Parameter 'value')\nActual value was 10000000000."),
        ["Zero threads"] = (
            () => Computation.Threads = 0,
            typeof(ArgumentOutOfRangeException),
            "Computation.Threads: 0 threads compute nothing; use 1 or more. (Parameter 'value')\nActual value was 0."),
    };

    public static TheoryData<string> Names => [.. _mistakes.Keys];

    private static Variable W => new("w", Tensor.Ones(2));

    private static Tensor Bools => Tensor.From([true, false]);

    private static Tensor Ints => Tensor.From([1, 2]);

    [Theory, MemberData(nameof(Names))]
    public void A_mistake_is_answered_with_what_is_wrong_and_what_to_do(string name) => Mistake.AssertExplained(_mistakes[name]);

    private static Input Ones(params ReadOnlySpan<int> shape) => Tensor.Ones(shape);

    private static Input Ones(Shape shape, DType type) => Tensor.Ones(shape, type);

    private static void BackwardTwice()
    {
        var loss = (W * W).Sum();
        loss.Backward();
        loss.Backward();
    }

    private static void NotRecorded()
    {
        using (Tensor.NoGradient())
            (W * 2).Sum().Backward();
    }

    private static void ChangedVariable()
    {
        var w = W;
        var loss = (w * w).Sum();
        w.Assign(Ones(2));
        loss.Backward();
    }

    private static void BadHook()
    {
        var y = W * 2;
        y.OnGradient(_ => Ones(3));
        y.Sum().Backward();
    }

    private static void RunTwice()
    {
        var operation = Operation.Run(new Neg(Ones(1)));
        Operation.Run(operation);
    }

    private static void Shared(Variable w) => _ = new AdamW(new AdamW.Group([w]), new AdamW.Group([w]));

    private static void Sequence(Optimizer optimizer) =>
        _ = new SequentialSchedule([new StepSchedule(optimizer, 1), new StepSchedule(optimizer, 1)], [1, 2]);

    private static void Late(Sgd sgd)
    {
        var schedule = new StepSchedule(sgd, 1);
        sgd.AddGroup(new Sgd.Group([W], 1));
        schedule.Step();
    }

    private static void Twice(Variable w) => _ = new Sgd([w, w], 0.1);

    private static void BadBackward() => Operation.Run(new Wrong(W)).Sum().Backward();

    private sealed class Wrong(Tensor x) : UnaryOperation(x)
    {
        protected override Storage Forward() => X.Storage;

        protected override Tensor Backward(Tensor gradient) => Tensor.Ones(3);
    }
}
