using Autograd;

// What a process does from its start to its first result. Each says so in a line, which is what is waited for.
switch (args)
{
    case ["operation"]:
        Console.WriteLine((Tensor.From([1f, 2f]) + Tensor.From([3f, 4f])).ToArray<float>()[1]);
        break;
    case ["training"]:
        var weight = new Variable("weight", Tensor.From([1f, 2f]));
        new Sgd([weight], learningRate: 0.1).Step(() => (weight * Tensor.From([3f, 4f])).Mean());
        Console.WriteLine(weight.ToArray<float>()[1]);
        break;
    default:
        Console.WriteLine(6f);
        break;
}
