System.Console.WriteLine("l2o");
