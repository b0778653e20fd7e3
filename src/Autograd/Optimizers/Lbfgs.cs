namespace Autograd;

/// <summary>
/// Broyden, Fletcher, Goldfarb and Shanno's quasi-Newton method with limited memory: the last few steps and changes of the gradient stand in for the
/// inverse of the second derivatives, d = −H·g, p ← p + t·d. For losses without noise, of all data at once, where it needs a small part of the steps
/// that gradient descent does. PyTorch's <c>torch.optim.LBFGS</c>; Liu and Nocedal 1989.
/// </summary>
/// <remarks>It takes all variables as one long vector, so there is one group, and they must be of one type.</remarks>
public sealed class Lbfgs : Optimizer
{
    private const double LeastCurvature = 1e-10;

    private readonly Group _group;
    private readonly List<(Tensor Change, Tensor Step, double Curvature)> _history = [];
    private Tensor? _direction, _lastGradient;
    private double _length, _scale = 1;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The variables to change, all of one type.</param>
    /// <param name="learningRate">The length of a step, t; with a line search the first guess.</param>
    /// <param name="maxIterations">How many steps one call of <see cref="Step(Func{Tensor})"/> makes at most.</param>
    /// <param name="maxEvaluations">How often one call evaluates the loss at most, give or take a line search; 5/4 of the iterations if left out.</param>
    /// <param name="gradientTolerance">Ends a call when no element of the gradient is greater.</param>
    /// <param name="changeTolerance">Ends a call when no weight, or not the loss, changes by more.</param>
    /// <param name="historySize">How many steps are remembered.</param>
    /// <param name="strongWolfe">Searches along each direction until the strong Wolfe conditions hold.</param>
    /// <exception cref="ArgumentException">There is no variable, or they are of several types.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Lbfgs(
        IEnumerable<Variable> parameters, double learningRate = 1, int maxIterations = 20, int? maxEvaluations = null, double gradientTolerance = 1e-7,
        double changeTolerance = 1e-9, int historySize = 100, bool strongWolfe = false)
        : this(new Group(parameters, learningRate)
        {
            MaxIterations = maxIterations,
            MaxEvaluations = maxEvaluations ?? Math.Max(1, maxIterations * 5 / 4),
            GradientTolerance = gradientTolerance,
            ChangeTolerance = changeTolerance,
            HistorySize = historySize,
            StrongWolfe = strongWolfe,
        })
    {
    }

    /// <summary>Creates the optimizer.</summary>
    /// <exception cref="ArgumentException">There is no variable, or they are of several types.</exception>
    public Lbfgs(Group group)
    {
        Take(group);
        _group = group;
    }

    /// <summary>How many steps were made.</summary>
    public int Iterations { get; private set; }

    /// <summary>How often the loss was evaluated.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Not for this optimizer, which has to evaluate the loss again and again.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void Step() => throw new InvalidOperationException("Lbfgs.Step: the loss is needed again and again; call Step(() => loss).");

    /// <summary>
    /// Makes up to <see cref="Group.MaxIterations"/> steps, each with at least one evaluation of the loss and its gradients. The memory of what the
    /// function computes is given back after every evaluation.
    /// </summary>
    /// <param name="loss">The loss, computed anew at every call, the same function each time.</param>
    /// <returns>The loss before the first step, cut off from its graph.</returns>
    public override Tensor Step(Func<Tensor> loss)
    {
        // What is remembered outlives whatever scope this is called in.
        var outer = Scope.Switch(null);
        try
        {
            return Minimize(loss);
        }
        finally
        {
            Scope.Switch(outer);
        }
    }

    private Tensor Minimize(Func<Tensor> function)
    {
        var first = Evaluate(function, out var gradient);
        var (loss, evaluations) = ((double)first, 1);
        var isOptimal = Size(gradient) <= _group.GradientTolerance;
        for (var iteration = 1; !isOptimal && iteration <= _group.MaxIterations; iteration++)
        {
            Iterations++;
            var direction = Direction(gradient);
            (_direction, _lastGradient) = (direction, gradient);
            var before = loss;
            _length = Iterations == 1 ? Math.Min(1, 1 / (double)gradient.Abs().Sum()) * _group.LearningRate : _group.LearningRate;
            var slope = Dot(gradient, direction);
            if (slope > -_group.ChangeTolerance)
                break;

            var origin = Parameters.Select(parameter => parameter.Detach().Clone()).ToArray();
            if (_group.StrongWolfe)
            {
                var (found, count) = Search(function, origin, new LinePoint(0, loss, gradient, slope), direction);
                (loss, gradient, _length) = (found.Loss, found.Gradient, found.Length);
                evaluations += count;
                Move(origin, _length, direction);
            }
            else
            {
                Move(origin, _length, direction);
                // After the last step nobody looks.
                if (iteration == _group.MaxIterations)
                    break;
                loss = (double)Evaluate(function, out gradient);
                evaluations++;
            }
            isOptimal = Size(gradient) <= _group.GradientTolerance;
            if (evaluations >= _group.MaxEvaluations || Size(direction * _length) <= _group.ChangeTolerance
                || Math.Abs(loss - before) < _group.ChangeTolerance)
                break;
        }
        return first;
    }

    /// <summary>−H·g, with H the inverse of the second derivatives as far as the history tells: the recursion with two loops.</summary>
    private Tensor Direction(Tensor gradient)
    {
        if (_direction is null || _lastGradient is null)
            return -gradient;
        Remember(gradient - _lastGradient, _direction * _length);
        var direction = -gradient;
        var shares = new double[_history.Count];
        for (var i = _history.Count - 1; i >= 0; i--)
        {
            var (change, step, curvature) = _history[i];
            shares[i] = Dot(step, direction) * (1 / curvature);
            direction -= change * shares[i];
        }
        direction *= _scale;
        for (var i = 0; i < _history.Count; i++)
        {
            var (change, step, curvature) = _history[i];
            direction += step * (shares[i] - Dot(change, direction) * (1 / curvature));
        }
        return direction;
    }

    /// <summary>Takes a step into the history, unless the loss was no bowl along it.</summary>
    private void Remember(Tensor change, Tensor step)
    {
        var curvature = Dot(change, step);
        if (!(curvature > LeastCurvature))
            return;
        if (_history.Count == _group.HistorySize)
            _history.RemoveAt(0);
        _history.Add((change, step, curvature));
        _scale = curvature / Dot(change, change);
    }

    private (LinePoint Found, int Evaluations) Search(Func<Tensor> function, Tensor[] origin, LinePoint start, Tensor direction)
    {
        try
        {
            return LineSearch.Search(At, start, _length, Size(direction), _group.ChangeTolerance);
        }
        catch
        {
            Move(origin, 0, direction);
            throw;
        }

        LinePoint At(double length)
        {
            Move(origin, length, direction);
            var loss = (double)Evaluate(function, out var gradient);
            return new LinePoint(length, loss, gradient, Dot(gradient, direction));
        }
    }

    /// <summary>The loss, and the gradients of all variables one after another.</summary>
    private Tensor Evaluate(Func<Tensor> function, out Tensor gradient)
    {
        Tensor? all = null;
        var loss = Evaluate(function, () => all = Tensor.Concatenate(
            [.. Parameters.Select(parameter => (parameter.Gradient?.Detach() ?? Tensor.Zeros(parameter.Shape, parameter.DType)).Reshape(-1))]).Keep());
        Evaluations++;
        gradient = all!;
        return loss;
    }

    /// <summary>Sets the variables to origin + length · direction.</summary>
    private void Move(Tensor[] origin, double length, Tensor direction)
    {
        var start = 0;
        for (var i = 0; i < origin.Length; i++)
        {
            var end = start + origin[i].Count;
            Parameters[i].Assign(length == 0 ? origin[i] : origin[i] + direction[start..end].Reshape(origin[i].Shape) * length);
            start = end;
        }
    }

    private static double Dot(Tensor left, Tensor right) => (double)left.MatMul(right);

    private static double Size(Tensor x) => x.Count == 0 ? 0 : (double)x.Abs().Max();

    private protected override void UpdateAll() => throw new InvalidOperationException("Lbfgs updates in Step(loss).");

    private protected override void WriteMemory(IDictionary<string, Tensor> state)
    {
        state.Add("iterations", Tensor.From((long)Iterations));
        state.Add("evaluations", Tensor.From((long)Evaluations));
        if (_direction is not { } direction)
            return;
        state.Add("direction", direction.Clone());
        state.Add("gradient", _lastGradient!.Clone());
        state.Add("length", Tensor.From(_length));
        state.Add("scale", Tensor.From(_scale));
        if (_history.Count == 0)
            return;
        state.Add("history.changes", Tensor.Stack([.. _history.Select(entry => entry.Change)]));
        state.Add("history.steps", Tensor.Stack([.. _history.Select(entry => entry.Step)]));
        state.Add("history.curvatures", Tensor.From([.. _history.Select(entry => entry.Curvature)]));
    }

    private protected override void ReadMemory(StateReader reader)
    {
        var (count, type) = (Parameters.Sum(parameter => parameter.Count), Parameters[0].DType);
        reader.Then(Forget);
        reader.Read("iterations", (int value) => Iterations = value);
        reader.Read("evaluations", (int value) => Evaluations = value);
        if (!reader.Has("direction"))
            return;
        reader.Read("direction", [count], type, value => _direction = value.Clone().Keep());
        reader.Read("gradient", [count], type, value => _lastGradient = value.Clone().Keep());
        reader.Read("length", (double value) => _length = value);
        reader.Read("scale", (double value) => _scale = value);
        if (!reader.HasAny("history."))
            return;
        var (changes, steps) = ((Tensor)0, (Tensor)0);
        var entries = reader.Rows("history.changes");
        reader.Read("history.changes", [entries, count], type, value => changes = value);
        reader.Read("history.steps", [entries, count], type, value => steps = value);
        reader.Read("history.curvatures", [entries], DType.Float64, value =>
        {
            var curvatures = value.ToArray<double>();
            for (var i = 0; i < entries; i++)
                _history.Add((changes[i].Clone().Keep(), steps[i].Clone().Keep(), curvatures[i]));
        });
    }

    private void Forget()
    {
        _history.Clear();
        (_direction, _lastGradient, _length, _scale) = (null, null, 0, 1);
    }

    /// <summary>The variables and all settings.</summary>
    public sealed class Group(IEnumerable<Variable> parameters, double learningRate = 1) : ParameterGroup(parameters, learningRate)
    {
        /// <summary>How many steps one call of <see cref="Step(Func{Tensor})"/> makes at most.</summary>
        public int MaxIterations
        {
            get;
            set => field = Positive(value);
        } = 20;

        /// <summary>How often one call evaluates the loss at most, give or take a line search.</summary>
        public int MaxEvaluations
        {
            get;
            set => field = Positive(value);
        } = 25;

        /// <summary>Ends a call when no element of the gradient is greater.</summary>
        public double GradientTolerance
        {
            get;
            set => field = NotNegative(value);
        } = 1e-7;

        /// <summary>Ends a call when no weight, or not the loss, changes by more.</summary>
        public double ChangeTolerance
        {
            get;
            set => field = NotNegative(value);
        } = 1e-9;

        /// <summary>How many steps are remembered.</summary>
        public int HistorySize
        {
            get;
            set => field = Positive(value);
        } = 100;

        /// <summary>Searches along each direction until the strong Wolfe conditions hold.</summary>
        public bool StrongWolfe { get; set; }

        /// <inheritdoc/>
        protected internal override IEnumerable<Setting> Settings =>
        [
            .. base.Settings,
            Setting.Of("maxIterations", () => MaxIterations, value => MaxIterations = value),
            Setting.Of("maxEvaluations", () => MaxEvaluations, value => MaxEvaluations = value),
            Setting.Of("gradientTolerance", () => GradientTolerance, value => GradientTolerance = value),
            Setting.Of("changeTolerance", () => ChangeTolerance, value => ChangeTolerance = value),
            Setting.Of("historySize", () => HistorySize, value => HistorySize = value),
            Setting.Of("strongWolfe", () => StrongWolfe, value => StrongWolfe = value),
        ];

        /// <inheritdoc/>
        protected internal override void Check()
        {
            if (Parameters.Select(parameter => parameter.DType).Distinct().Count() > 1)
                throw new ArgumentException("Lbfgs: the variables are of several types; it takes them as one vector, so make all Float32 or all Float64.");
        }
    }
}
